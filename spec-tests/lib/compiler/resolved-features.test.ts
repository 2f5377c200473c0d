import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { DescEnum, DescExtension, DescField, DescFile, DescMessage } from '@bufbuild/protobuf';
import { FeatureSet_FieldPresence } from '@bufbuild/protobuf/wkt';
import { compileSources, schemaOf } from '../../../lib/compiler/index.js';
import type { EnumDescriptor, FieldDescriptor, FileDescriptor, MessageDescriptor } from '../../../wire/protobuf/descriptor.js';
import { repositoryPath } from '../../support/repository.js';
import { createFileRegistry, ourSet } from './buf.js';

const corpus = repositoryPath('spec-tests/lib/compiler/corpus/valid');
const names = (readdirSync(corpus, { recursive: true }) as string[])
  .map((path) => path.split(sep).join('/'))
  .filter((path) => path.endsWith('.proto'))
  .sort();

const presences = {
  [FeatureSet_FieldPresence.EXPLICIT]: 'explicit',
  [FeatureSet_FieldPresence.IMPLICIT]: 'implicit',
  [FeatureSet_FieldPresence.LEGACY_REQUIRED]: 'required',
} as const;

/** Bytes apart: protobuf-es loses the escaped quotes in them. */
const defaults = (value: unknown): unknown => (value instanceof Uint8Array ? 'bytes' : value);

function ourField(field: FieldDescriptor): object {
  const isMessage = field.value.kind === 'message';
  return {
    name: field.extensionName ?? field.name,
    jsonName: field.extensionName === undefined ? field.jsonName : undefined,
    presence: field.presence,
    packed: field.packed,
    delimited: isMessage && field.delimited,
    validateUtf8: field.validateUtf8,
    oneof: field.oneof?.name,
    default: defaults(field.defaultValue),
    isExtension: field.extensionName !== undefined,
    of: field.message.typeName,
  };
}

function theirField(field: DescField | DescExtension): object {
  const isExtension = field.kind === 'extension';
  return {
    name: isExtension ? field.typeName : field.name,
    jsonName: isExtension ? undefined : field.jsonName,
    presence: presences[field.presence],
    packed: field.fieldKind === 'list' && field.packed,
    delimited: 'delimitedEncoding' in field && field.delimitedEncoding === true,
    validateUtf8: field.utf8Validation,
    oneof: field.oneof?.name,
    default: field.fieldKind === 'scalar' || field.fieldKind === 'enum' ? defaults(field.getDefaultValue()) : undefined,
    isExtension,
    of: isExtension ? field.extendee.typeName : field.parent.typeName,
  };
}

const ourEnum = ({ typeName, open }: EnumDescriptor): object => ({ typeName, open });
const theirEnum = ({ typeName, open }: DescEnum): object => ({ typeName, open });

function ourMessage(message: MessageDescriptor): object[] {
  if (message.isMapEntry) return [];
  return [
    ...message.fields.map(ourField),
    ...message.extensions.map(ourField),
    ...message.enums.map(ourEnum),
    ...message.messages.flatMap(ourMessage),
  ];
}

function theirMessage(message: DescMessage): object[] {
  return [
    ...message.fields.map(theirField),
    ...message.nestedExtensions.map(theirField),
    ...message.nestedEnums.map(theirEnum),
    ...message.nestedMessages.flatMap(theirMessage),
  ];
}

const ourFile = (file: FileDescriptor): object[] => [
  ...file.messages.flatMap(ourMessage),
  ...file.extensions.map(ourField),
  ...file.enums.map(ourEnum),
];
const theirFile = (file: DescFile): object[] => [
  ...file.messages.flatMap(theirMessage),
  ...file.extensions.map(theirField),
  ...file.enums.map(theirEnum),
];

describe('resolved features equal those that protobuf-es resolves', () => {
  const result = compileSources(names, (path) => (existsSync(join(corpus, path)) ? readFileSync(join(corpus, path)) : undefined));
  const ours = new Map(schemaOf(result).files.map((file) => [file.name, file]));
  const theirs = createFileRegistry(ourSet(result.files));

  for (const name of names) {
    it(name, () => assert.deepEqual(ourFile(ours.get(name)!), theirFile(theirs.getFile(name)!)));
  }
});
