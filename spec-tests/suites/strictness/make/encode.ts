/** Values that are put into a message by a program, and do not fit. */
import type { Assignment } from '../case.js';
import { fixed32, fixed64, int } from './bytes.js';
import { Group } from './group.js';

const SCALARS = 'strictness.proto3.Scalars';
const RANGE = 'Protobuf proto3: Scalar Value Types. What does not fit is an error where it is set or written, not another value';

type Kind = Assignment['as'];
const put = (field: string, as: Kind, text: string): Assignment => ({ field, as, text });

export function ranges(): Group {
  const made = new Group(
    'ranges',
    'Values that do not fit their field are refused when a message is made or written: nothing wraps, nothing becomes 0.',
  );
  const narrow: readonly [string, readonly string[]][] = [
    ['f_int32', ['2147483648', '-2147483649', '4294967296', '1e100']],
    ['f_sint32', ['2147483648', '-2147483649', '4294967296', '1e100']],
    ['f_sfixed32', ['2147483648', '-2147483649', '4294967296', '1e100']],
    ['f_uint32', ['4294967296', '-1', '1e100']],
    ['f_fixed32', ['4294967296', '-1', '1e100']],
    ['f_colour', ['2147483648', '-2147483649', '4294967296']],
  ];
  for (const [field, numbers] of narrow) {
    for (const number of [...numbers, '1.5', '-0.5', 'NaN', 'Infinity', '-Infinity'])
      made.assign(`${field} = ${number}`, SCALARS, put(field, 'number', number), RANGE, 'reject');
    made.assign(`${field} = "x"`, SCALARS, put(field, 'string', '"x"'), RANGE, 'reject');
    made.assign(`${field} = ""`, SCALARS, put(field, 'string', '""'), RANGE, 'reject');
  }
  const wide: readonly [string, readonly string[]][] = [
    ['f_int64', ['9223372036854775808', '-9223372036854775809', '18446744073709551616']],
    ['f_sint64', ['9223372036854775808', '-9223372036854775809', '18446744073709551616']],
    ['f_sfixed64', ['9223372036854775808', '-9223372036854775809', '18446744073709551616']],
    ['f_uint64', ['18446744073709551616', '-1', '36893488147419103232']],
    ['f_fixed64', ['18446744073709551616', '-1', '36893488147419103232']],
  ];
  for (const [field, numbers] of wide) {
    for (const number of numbers) {
      made.assign(`${field} = ${number}`, SCALARS, put(field, 'bigint', number), RANGE, 'reject');
      made.assign(`${field} = "${number}"`, SCALARS, put(field, 'string', `"${number}"`), RANGE, 'reject');
    }
    for (const number of ['1.5', 'NaN', 'Infinity', '1e300'])
      made.assign(`${field} = ${number} as a number`, SCALARS, put(field, 'number', number), RANGE, 'reject');
    made.assign(`${field} = "x"`, SCALARS, put(field, 'string', '"x"'), RANGE, 'reject');
    made.assign(`${field} = ""`, SCALARS, put(field, 'string', '""'), RANGE, 'reject');
  }
  const EXACT = 'What fits is written exactly, or refused as a value of another kind; it never becomes 0 or a neighbour';
  const exact = (field: string, as: Kind, text: string, binary: string): void => {
    made.assign(`${field} = ${text} as a ${as}`, SCALARS, put(field, as, text), EXACT, ['reject', { binary }]);
  };
  for (const value of ['1', '9007199254740993', '9223372036854775807', '-9223372036854775808']) {
    exact('f_int64', 'bigint', value, int(4, BigInt(value)));
    exact('f_int64', 'string', `"${value}"`, int(4, BigInt(value)));
    exact('f_sfixed64', 'bigint', value, fixed64(12, littleEndian(BigInt(value))));
  }
  exact('f_uint64', 'bigint', '18446744073709551615', int(6, 2n ** 64n - 1n));
  exact('f_fixed64', 'bigint', '18446744073709551615', fixed64(10, 'ff'.repeat(8)));
  exact('f_int64', 'number', '9007199254740991', int(4, 9007199254740991n));
  exact('f_int64', 'number', '-1', int(4, -1));
  exact('f_int32', 'bigint', '7', int(3, 7));
  exact('f_int32', 'string', '"7"', int(3, 7));
  const OTHER = 'A value of another kind is refused, not turned into one that fits';
  const kinds: readonly [string, Kind, string][] = [
    ['f_string', 'number', '5'],
    ['f_string', 'boolean', 'true'],
    ['f_string', 'bigint', '5'],
    ['f_double', 'string', '"x"'],
    ['f_double', 'string', '""'],
    ['f_float', 'string', '"x"'],
    ['f_bool', 'string', '"false"'],
    ['f_bytes', 'number', '5'],
    ['f_bytes', 'boolean', 'true'],
  ];
  for (const [field, as, value] of kinds) made.assign(`${field} = ${value}, a ${as}`, SCALARS, put(field, as, value), OTHER, 'reject');
  made.assign(
    'f_float = 0.1',
    SCALARS,
    put('f_float', 'number', '0.1'),
    'Protobuf proto3: Scalar Value Types. The nearest float',
    fixed32(2, 'cdcccc3d'),
  );
  made.assign(
    'f_double = -0',
    SCALARS,
    put('f_double', 'number', '-0'),
    'Negative zero is a value of its own',
    fixed64(1, '0000000000000080'),
  );
  made.assign(
    'implicit f_double = -0',
    'strictness.proto3.Implicit',
    put('f_double', 'number', '-0'),
    'Protobuf field presence: implicit presence. Negative zero is not the default and is written',
    fixed64(1, '0000000000000080'),
  );
  made.assign(
    'implicit f_float = -0',
    'strictness.proto3.Implicit',
    put('f_float', 'number', '-0'),
    'Protobuf field presence: implicit presence. Negative zero is not the default and is written',
    fixed32(2, '00000080'),
  );
  made.assign(
    'implicit f_int32 = -0',
    'strictness.proto3.Implicit',
    put('f_int32', 'number', '-0'),
    'An integer has one zero, which is the default and not written',
    '',
  );
  made.assign('f_double = Infinity', SCALARS, put('f_double', 'number', 'Infinity'), 'IEEE 754', fixed64(1, '000000000000f07f'));
  return made;
}

function littleEndian(value: bigint): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(value);
  return bytes.toString('hex');
}
