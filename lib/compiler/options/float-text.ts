/** Floating-point numbers as C's `%g` writes them, which is how descriptors hold defaults. */

/** The shortest of the usual two lengths that reads back as the same number. */
export function formatCFloat(value: number, single: boolean): string {
  if (Number.isNaN(value)) return 'nan';
  if (value === Infinity) return 'inf';
  if (value === -Infinity) return '-inf';
  const [short, long] = single ? [6, 9] : [15, 17];
  const rounded = single ? Math.fround(value) : value;
  if (!Number.isFinite(rounded)) return rounded > 0 ? 'inf' : '-inf';
  const text = formatG(rounded, short);
  const back = Number(text);
  return (single ? Math.fround(back) : back) === rounded ? text : formatG(rounded, long);
}

function formatG(value: number, precision: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [digits, exponentText] = value.toExponential(precision - 1).split('e') as [string, string];
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= precision) {
    const sign = exponent < 0 ? '-' : '+';
    return `${trimZeros(digits)}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  return trimZeros(value.toFixed(Math.max(0, precision - 1 - exponent)));
}

function trimZeros(digits: string): string {
  return digits.includes('.') ? digits.replace(/0+$/, '').replace(/\.$/, '') : digits;
}
