/** What 64-bit integers are with each of the generator's representations. */

import { getExtension, setExtension } from 'barewire/protobuf';
import type Long from 'long';
import { Numbers as Bigints, more as moreBigint } from '../fixtures/gen/int64/numbers.js';
import { Numbers as Longs, more as moreLong } from '../fixtures/int64/long/gen/numbers.js';
import { Numbers as Plain } from '../fixtures/int64/number/gen/numbers.js';
import { manyNumbers, more as moreString, Numbers as Strings } from '../fixtures/int64/string/gen/numbers.js';
import { expectSame, type Same } from './expect.js';

type Choice<T> = { case: 'number'; value: T } | { case: 'text'; value: string } | { case: undefined; value?: undefined };

declare const bigints: Bigints;
expectSame<Same<typeof bigints.signed, bigint | undefined>>(true);
expectSame<Same<typeof bigints.choice, Choice<bigint>>>(true);
expectSame<Same<typeof bigints.alwaysString, string | undefined>>(true);
expectSame<Same<typeof bigints.alwaysNumber, number | undefined>>(true);
Bigints.encode({ signed: 1n, unsigned: 2n, list: [3n], map: new Map([[4n, 5n]]), alwaysString: '6', alwaysNumber: 7 });
// @ts-expect-error: a bigint
Bigints.encode({ signed: 1 });
// @ts-expect-error: jstype wins
Bigints.encode({ alwaysString: 6n });

declare const strings: Strings;
expectSame<Same<typeof strings.signed, string | undefined>>(true);
expectSame<Same<typeof strings.unsigned, string>>(true);
expectSame<Same<typeof strings.list, string[]>>(true);
expectSame<Same<typeof strings.map, Map<string, string>>>(true);
expectSame<Same<typeof strings.choice, Choice<string>>>(true);
expectSame<Same<typeof strings.alwaysNumber, number | undefined>>(true);
// The well-known types are read by the library itself.
expectSame<Same<NonNullable<typeof strings.time>['seconds'], bigint>>(true);
Strings.encode({ signed: '1', unsigned: '2', list: ['3'], map: new Map([['4', '5']]), choice: { case: 'number', value: '6' } });
// @ts-expect-error: a decimal string
Strings.encode({ signed: 1n });
// @ts-expect-error: a decimal string
Strings.create({ list: [3] });

declare const plain: Plain;
expectSame<Same<typeof plain.signed, number | undefined>>(true);
expectSame<Same<typeof plain.list, number[]>>(true);
expectSame<Same<typeof plain.map, Map<number, number>>>(true);
expectSame<Same<typeof plain.alwaysString, string | undefined>>(true);
Plain.encode({ signed: 1, unsigned: 2, list: [3], map: new Map([[4, 5]]), choice: { case: 'number', value: 6 } });
// @ts-expect-error: a number
Plain.encode({ signed: 1n });

declare const longs: Longs;
declare const long: Long;
expectSame<Same<typeof longs.signed, Long | undefined>>(true);
expectSame<Same<typeof longs.unsigned, Long>>(true);
expectSame<Same<typeof longs.list, Long[]>>(true);
// Objects are no keys: each would be a key of its own.
expectSame<Same<typeof longs.map, Map<string, Long>>>(true);
expectSame<Same<typeof longs.choice, Choice<Long>>>(true);
expectSame<Same<typeof longs.alwaysString, string | undefined>>(true);
Longs.encode({ signed: long, list: [long], map: new Map([['4', long]]) });
// @ts-expect-error: a Long
Longs.encode({ signed: 1n });
// @ts-expect-error: a Long
Longs.create({ list: ['3'] });

// Extensions have the representation of their own file, or their own jstype.
expectSame<Same<ReturnType<typeof getExtension<Bigints, bigint | undefined>>, bigint | undefined>>(true);
const extended: [bigint | undefined, string | undefined, number[], Long | undefined] = [
  getExtension(Bigints, bigints, moreBigint),
  getExtension(Strings, strings, moreString),
  getExtension(Strings, strings, manyNumbers),
  getExtension(Longs, longs, moreLong),
];
setExtension(Strings, strings, moreString, '5');
// @ts-expect-error: a decimal string
setExtension(Strings, strings, moreString, 5n);
// @ts-expect-error: numbers
setExtension(Strings, strings, manyNumbers, ['5']);
export type Kept = typeof extended;

// A message of one representation is none of another.
// @ts-expect-error
Strings.encode(bigints);
// @ts-expect-error
Bigints.encode(plain);
