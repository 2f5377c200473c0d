/** Extensions know the message they extend, what they hold and what they take; so do the options of decode and the streams. */
import { readDelimited } from 'barewire';
import {
  type AnyExtension,
  clearExtension,
  DelimitedReader,
  dynamicExtension,
  type Extension,
  getExtension,
  getOption,
  hasExtension,
  Registry,
  setExtension,
  writeDelimited,
} from 'barewire/protobuf';
import { crate, Grade, grade, labels, Maker, Maker_maker, type MakerInit, marks, seal, weight } from '../fixtures/gen/extras.js';
import { Part } from '../fixtures/gen/parts.js';
import { Card } from '../fixtures/gen/shop.js';
import { expectSame, type Same } from './expect.js';

declare const part: Part;

// What is held: undefined where a singular one is absent, a list where it is repeated.
const held = {
  weight: getExtension(Part, part, weight),
  labels: getExtension(Part, part, labels),
  marks: getExtension(Part, part, marks),
  grade: getExtension(Part, part, grade),
  maker: getExtension(Part, part, Maker_maker),
};
expectSame<
  Same<typeof held, { weight: number | undefined; labels: string[]; marks: bigint[]; grade: Grade | undefined; maker: Maker | undefined }>
>(true);

// What is taken: fields of a message may be left out, a list may be read-only.
setExtension(Part, part, weight, 1);
setExtension(Part, part, labels, ['a'] as const);
setExtension(Part, part, grade, Grade.A);
setExtension(Part, part, Maker_maker, { name: 'x', sample: { name: 'y' } } satisfies MakerInit);
setExtension(Part, part, crate, {});
setExtension(Part, part, seal, new Uint8Array(1), { allowMissingRequired: true });
// @ts-expect-error
setExtension(Part, part, weight, '1');
// @ts-expect-error
setExtension(Part, part, weight, undefined);
// @ts-expect-error
setExtension(Part, part, grade, 3);
// @ts-expect-error
setExtension(Part, part, Maker_maker, { nam: 'x' });
// @ts-expect-error
setExtension(Part, part, labels, 'a');

// Of one message only.
const card = Card.create();
// @ts-expect-error
getExtension(Card, card, weight);
// @ts-expect-error
setExtension(Maker, Maker.create(), weight, 1);
// @ts-expect-error
hasExtension(Part, card, weight);
clearExtension(Part, part, weight);

// One made of a descriptor takes and gives anything; a list of any is possible.
const anything = dynamicExtension(weight.descriptor);
const found: unknown = getExtension(Part, part, anything);
setExtension(Part, part, anything, 1);
const all: readonly AnyExtension[] = [weight, labels, Maker_maker, anything];
const narrow: Extension<Part, unknown, never> = weight;
// @ts-expect-error: the extension of a part is none of every message
const wide: Extension<object, unknown, never> = weight;

// Options of decode.
Part.decode(new Uint8Array(0), { maxMemoryBytes: Number.POSITIVE_INFINITY, maxUnknownBytes: 0, registry: new Registry(weight, Part) });
// @ts-expect-error
Part.decode(new Uint8Array(0), { maxMemory: 1 });
Part.encode({}, { allowMissingRequired: true });
// @ts-expect-error: the extension is of parts, not of options
getOption(Part.descriptor, weight);

// Streams.
async function read(source: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const one of readDelimited(Part, source, { maxBytes: 3 })) expectSame<Same<typeof one, Part>>(true);
}
const reader = new DelimitedReader(Part);
expectSame<Same<ReturnType<typeof reader.next>, Part | undefined>>(true);
writeDelimited(Part, { name: 'x' });
// @ts-expect-error
writeDelimited(Part, { nam: 'x' });

export type Kept = [typeof found, typeof all, typeof narrow, typeof wide, typeof read];
