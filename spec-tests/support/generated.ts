/** Generated code of a schema made up in a test: printed as JavaScript into dist/, then loaded. */
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { generate } from '../../lib/compiler/generator/generate.js';
import type { FileDescriptor, MessageDescriptor } from '../../wire/protobuf/descriptor.js';
import type { AnyType } from './schema.js';

/** Beside the compiled code, so that it reaches `wire/runtime.js` by a relative path; a folder for each process. */
const folder = new URL(`../../generated-by-tests/${process.pid}/`, import.meta.url);
const load = createRequire(import.meta.url);
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

/** The generated message types of `file`, a file without imports, by their name without the package. */
export function generatedTypes(file: FileDescriptor): { readonly [name: string]: AnyType } {
  const stem = createHash('sha256')
    .update(JSON.stringify(file.proto, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)))
    .update(file.int64?.name ?? '')
    .digest('hex')
    .slice(0, 16);
  const printed = generate({ file }, { target: 'js', runtimeModule: '../../wire/runtime.js', outputStem: () => stem });
  mkdirSync(folder, { recursive: true });
  const path = fileURLToPath(new URL(`${stem}.js`, folder));
  writeFileSync(path, printed.find((one) => one.path.endsWith('.js'))!.text);
  const module = load(path) as Record<string, unknown>;
  const types: Record<string, AnyType> = {};
  const collect = (messages: readonly MessageDescriptor[]): void => {
    for (const message of messages) {
      const name = file.package === '' ? message.typeName : message.typeName.slice(file.package.length + 1);
      const found = Object.values(module).find((value) => (value as { typeName?: string } | undefined)?.typeName === message.typeName);
      if (found !== undefined) types[name] = found as AnyType;
      collect(message.messages);
    }
  };
  collect(file.messages);
  return types;
}
