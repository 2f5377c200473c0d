#!/usr/bin/env node
import { DecodeError } from '../../wire/protobuf/errors.js';
import { CodeGeneratorRequest, CodeGeneratorResponse } from '../../wire/protobuf/generated/plugin.js';
/** The plugin that `protoc` and `buf generate` start: a request on standard input, the response on standard output. */
import { respond } from '../compiler/plugin/respond.js';
import { VERSION } from '../version.js';

const HELP = `protoc-gen-barewire ${VERSION}: the barewire generator as a plugin. protoc and buf start it by themselves:

  protoc --barewire_out=gen --barewire_opt=target=js hello.proto

Parameters: target=ts|js, import_extension=js|ts|none, int64=bigint|string|number|long, enum_prefix=strip|keep, services=true|false,
well_known=import|generate, ts_check=true|false, runtime_module=MODULE. Without protoc or buf, barewire gen does the same.
`;

async function main(): Promise<void> {
  const [first] = process.argv.slice(2);
  if (first === '--version' || first === '-v') {
    process.stdout.write(`${VERSION}\n`);
    return;
  }
  if (first !== undefined || process.stdin.isTTY) {
    (first === '--help' || first === '-h' ? process.stdout : process.stderr).write(HELP);
    process.exitCode = first === '--help' || first === '-h' ? 0 : 2;
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  const response = respond(CodeGeneratorRequest.decode(Buffer.concat(chunks)));
  process.stdout.write(CodeGeneratorResponse.encode(response));
}

main().catch((error: unknown) => {
  const text = error instanceof DecodeError ? `the request cannot be read: ${error.message}` : (error as Error).stack;
  process.stderr.write(`protoc-gen-barewire: ${text}\n`);
  process.exitCode = 1;
});
