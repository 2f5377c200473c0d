/**
 * Unknown fields by number. What they mean nobody knows, so they are printed as protobuf's C++ printer does: a varint in decimal,
 * fixed values in hexadecimal, a length-delimited value as a message where it can be read as one, else as a string.
 */
import { readFixed32, readFixed64, readUint64 } from '../read-scalars.js';
import { readTag, WireType } from '../tag.js';
import { groupContentEnd, skipField } from '../unknown.js';
import { readLength, varintEnd } from '../varint.js';
import { formatBytes } from './format-scalar.js';
import type { TextOutput } from './text-output.js';

/** Prints the fields in `[start, end)`, which are whole; `depth` levels of messages are looked for in them, the rest stay strings. */
export function printUnknown(output: TextOutput, buffer: Uint8Array, start: number, end: number, depth: number): void {
  let position = start;
  while (position < end) {
    const tag = readTag(buffer, position, end);
    position = printField(output, tag, buffer, varintEnd, end, depth);
  }
}

/** Prints the field whose tag was just read; returns the position behind it. */
function printField(output: TextOutput, tag: number, buffer: Uint8Array, position: number, end: number, depth: number): number {
  const name = `${tag >>> 3}`;
  switch (tag & 7) {
    case WireType.VARINT:
      output.scalar(name, `${readUint64(buffer, position, end)}`);
      return varintEnd;
    case WireType.I32:
      output.scalar(name, `0x${readFixed32(buffer, position, end).toString(16).padStart(8, '0')}`);
      return position + 4;
    case WireType.I64:
      output.scalar(name, `0x${readFixed64(buffer, position, end).toString(16).padStart(16, '0')}`);
      return position + 8;
    case WireType.LEN: {
      const next = readLength(buffer, position, end);
      const content = varintEnd;
      if (content < next && depth > 0 && isMessage(buffer, content, next)) printMessage(output, name, buffer, content, next, depth);
      else output.scalar(name, formatBytes(buffer.subarray(content, next)));
      return next;
    }
    default: {
      const next = skipField(tag, buffer, position, end);
      const contentEnd = groupContentEnd;
      if (depth > 0) printMessage(output, name, buffer, position, contentEnd, depth);
      else output.scalar(name, formatBytes(buffer.subarray(position, contentEnd)));
      return next;
    }
  }
}

function printMessage(output: TextOutput, name: string, buffer: Uint8Array, start: number, end: number, depth: number): void {
  output.open(name);
  printUnknown(output, buffer, start, end, depth - 1);
  output.close();
}

/** Whether `[start, end)` is a list of whole fields. */
function isMessage(buffer: Uint8Array, start: number, end: number): boolean {
  let position = start;
  try {
    while (position < end) {
      const tag = readTag(buffer, position, end);
      position = skipField(tag, buffer, varintEnd, end);
    }
    return true;
  } catch {
    return false;
  }
}
