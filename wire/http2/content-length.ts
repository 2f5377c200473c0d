/**
 * `content-length` against what DATA carries (RFC 9113 §8.1.1). A stream keeps one number: the bytes that are still to come, -1 for no such
 * field.
 */

/** No content-length was given, or the message has no content whatever it says. */
export const ANY_LENGTH = -1;

/** The value of a field, several equal values joined by commas included (RFC 9110 §8.6); -1 where it is none. */
export function parseContentLength(value: string): number {
  if (!value.includes(',')) return parseDigits(value);
  const lengths = value.split(',').map((part) => parseDigits(part.replace(/^[ \t]+|[ \t]+$/g, '')));
  return lengths.every((length) => length === lengths[0]) ? lengths[0]! : -1;
}

function parseDigits(digits: string): number {
  if (digits.length === 0) return -1;
  let number = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = digits.charCodeAt(index) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
    // Nothing that long will ever come, and it could not be told from its neighbours.
    if (number > Number.MAX_SAFE_INTEGER) return -1;
  }
  return number;
}
