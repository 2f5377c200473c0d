/**
 * What is done with the trees of linked files: nothing. Files behind them see their names, places, types and descriptors alone, and
 * trees are two thirds of the memory that a compilation of thousands of files would hold.
 */
import type { EnumNode, FieldNode, FileNode, MessageBody } from '../tree.js';
import type { EnumDefinition, FieldDefinition, LinkedFile, MessageDefinition } from './definitions.js';
import { FileSet } from './file-set.js';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const noFiles = new FileSet();
const nowhere = { start: 0, end: 0 };
const noDoc = { leading: undefined, trailing: undefined };
const noName = { text: '', range: nowhere };
const noBody: MessageBody = {
  fields: [],
  oneofs: [],
  messages: [],
  enums: [],
  extends: [],
  extensionRanges: [],
  reserved: [],
  options: [],
};
const noField: FieldNode = {
  kind: 'field',
  label: undefined,
  labelRange: undefined,
  type: noName,
  typeRange: nowhere,
  mapKey: undefined,
  group: undefined,
  name: noName,
  number: { kind: 'integer', magnitude: 0n, negative: false, text: '0', broken: false, range: nowhere },
  options: [],
  bracketRange: undefined,
  oneof: undefined,
  range: nowhere,
  span: nowhere,
  doc: noDoc,
};

/** Lets go of the tree of a file, and of what was only needed while it was linked. */
export function releaseTree(file: LinkedFile): void {
  for (const message of file.messages) releaseMessage(message);
  for (const field of file.fields) (field as Writable<FieldDefinition>).node = noField;
  for (const enumeration of file.enums) releaseEnum(enumeration);
  const { source, syntax, package: packageNode, imports } = file.node;
  const node: FileNode = {
    ...file.node,
    tokens: undefined,
    source,
    syntax,
    package: packageNode,
    imports,
    options: [],
    messages: [],
    enums: [],
    services: [],
    extends: [],
  };
  (file as Writable<LinkedFile>).node = node;
  for (const list of [file.fields, file.services, file.methods, file.options]) list.length = 0;
  // Others see only what it lends them.
  (file as Writable<LinkedFile>).visible = noFiles;
  (file as Writable<LinkedFile>).visibleToOptions = noFiles;
}

function releaseMessage(message: Writable<MessageDefinition>): void {
  // Without a node it stands behind a map, which others ask for.
  if (message.node !== undefined) message.node = { ...message.node, doc: noDoc, body: noBody };
}

function releaseEnum(enumeration: Writable<EnumDefinition>): void {
  const node: EnumNode = { ...enumeration.node, values: [], reserved: [], options: [], doc: noDoc };
  enumeration.node = node;
}
