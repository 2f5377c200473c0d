/**
 * Doc comments out of a descriptor's source info, by full name: what the compiler gives itself for its own files
 * (`CompiledFile.comments`), for files that came from another compiler.
 */
import type {
  DescriptorProto,
  EnumDescriptorProto,
  FieldDescriptorProto,
  FileDescriptorProto,
} from '../../../wire/protobuf/generated/descriptor.js';

// Field numbers in descriptor.proto: what the paths of source info are made of.
const FILE = { package: 2, message: 4, enum: 5, service: 6, extension: 7, syntax: 12, edition: 14 } as const;
const MESSAGE = { field: 2, nested: 3, enum: 4, extension: 6, oneof: 8 } as const;
const ENUM_VALUE = 2;
const SERVICE_METHOD = 2;

export interface SourceComments {
  /** What stands above the `syntax` or `edition` line, or else above `package`. */
  readonly comment: string | undefined;
  /** An enum's value by its enum's full name, as in `shop.Status.OPEN`. */
  readonly comments: ReadonlyMap<string, string>;
}

export function sourceComments(file: FileDescriptorProto): SourceComments {
  const byPath = new Map<string, string>();
  for (const { path, leadingComments, trailingComments } of file.sourceCodeInfo?.location ?? []) {
    const text = plainText(leadingComments) ?? plainText(trailingComments);
    if (text !== undefined) byPath.set(path.join(), text);
  }
  const comments = new Map<string, string>();
  const note = (name: string, path: readonly number[]): void => {
    const text = byPath.get(path.join());
    if (text !== undefined) comments.set(name, text);
  };

  const scope = file.package === undefined || file.package === '' ? '' : `${file.package}.`;
  const extensions = (all: readonly FieldDescriptorProto[], around: string, path: readonly number[]): void =>
    all.forEach((one, index) => {
      note(around + (one.name ?? ''), [...path, index]);
    });
  const enumeration = (one: EnumDescriptorProto, around: string, path: readonly number[]): void => {
    const name = around + (one.name ?? '');
    note(name, path);
    one.value.forEach((value, index) => {
      note(`${name}.${value.name ?? ''}`, [...path, ENUM_VALUE, index]);
    });
  };
  const message = (one: DescriptorProto, around: string, path: readonly number[]): void => {
    const name = around + (one.name ?? '');
    note(name, path);
    one.field.forEach((field, index) => {
      note(`${name}.${field.name ?? ''}`, [...path, MESSAGE.field, index]);
    });
    one.oneofDecl.forEach((oneof, index) => {
      note(`${name}.${oneof.name ?? ''}`, [...path, MESSAGE.oneof, index]);
    });
    extensions(one.extension, `${name}.`, [...path, MESSAGE.extension]);
    one.enumType.forEach((nested, index) => {
      enumeration(nested, `${name}.`, [...path, MESSAGE.enum, index]);
    });
    one.nestedType.forEach((nested, index) => {
      message(nested, `${name}.`, [...path, MESSAGE.nested, index]);
    });
  };

  // The descriptor has been linked before, which refuses messages that are declared too deep for this walk.
  file.messageType.forEach((one, index) => {
    message(one, scope, [FILE.message, index]);
  });
  file.enumType.forEach((one, index) => {
    enumeration(one, scope, [FILE.enum, index]);
  });
  extensions(file.extension, scope, [FILE.extension]);
  file.service.forEach((service, index) => {
    const name = scope + (service.name ?? '');
    note(name, [FILE.service, index]);
    service.method.forEach((method, at) => {
      note(`${name}.${method.name ?? ''}`, [FILE.service, index, SERVICE_METHOD, at]);
    });
  });
  return { comment: byPath.get(`${FILE.syntax}`) ?? byPath.get(`${FILE.edition}`) ?? byPath.get(`${FILE.package}`), comments };
}

/** One space behind the comment mark belongs to it, and so does the second star of a doc comment; empty lines around a text say nothing. */
function plainText(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const lines = text
    .replace(/^\*(?=\s|$)/, '')
    .split('\n')
    .map((line) => (line.startsWith(' ') ? line.slice(1) : line).trimEnd());
  while (lines.length > 0 && lines[0] === '') lines.shift();
  while (lines.length > 0 && lines.at(-1) === '') lines.pop();
  return lines.length === 0 ? undefined : lines.join('\n');
}
