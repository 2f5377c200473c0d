/** What a message takes in memory before anything is in it. */
import { BIGINT_WORDS, BYTES_WORDS, MAP_ENTRY_WORDS, MAP_WORDS, STRING_WORDS } from './budget.js';
import type { FieldDescriptor, MessageDescriptor, OneofDescriptor } from './descriptor.js';

/** Its hidden class, properties and elements, and its place in a list. */
const OBJECT_WORDS = 5;
/** An empty list, and a oneof without a case. */
const EMPTY_WORDS = 4;

/** The words of 8 bytes that an empty message of this type takes, its lists, maps and bytes with it. */
export function messageWords(descriptor: MessageDescriptor): number {
  let words = OBJECT_WORDS;
  for (const member of descriptor.members) words += 1 + wordsOf(member);
  return words;
}

function wordsOf(member: FieldDescriptor | OneofDescriptor): number {
  if (member.kind === 'oneof' || member.cardinality === 'repeated') return EMPTY_WORDS;
  if (member.cardinality === 'map') return MAP_WORDS;
  return isBytes(member) && member.presence === 'implicit' ? BYTES_WORDS : 0;
}

function isBytes(field: FieldDescriptor): boolean {
  return field.value.kind === 'scalar' && field.value.scalar === 'bytes';
}

/**
 * The words to count for each value of `field` that is read, besides those of messages, which count themselves; 0 where nothing new is
 * held. A number in a list takes its place, a map's value is counted with its entry.
 */
export function valueWords(field: FieldDescriptor): number {
  const { cardinality, value } = field;
  if (cardinality === 'map') return MAP_ENTRY_WORDS + (isBytes(field) ? BYTES_WORDS : 0);
  // Bytes without presence were there before, empty.
  if (cardinality === 'singular') return isBytes(field) && field.presence !== 'implicit' ? BYTES_WORDS : 0;
  if (value.kind === 'message') return 0;
  if (value.kind === 'enum') return 1;
  switch (value.scalar) {
    case 'string':
      return STRING_WORDS;
    case 'bytes':
      return BYTES_WORDS;
    case 'int64':
    case 'uint64':
    case 'sint64':
    case 'fixed64':
    case 'sfixed64':
      return BIGINT_WORDS;
    default:
      return 1;
  }
}
