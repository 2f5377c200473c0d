/** Bytes of a file to text, or what is wrong with them. */
import { MAX_SOURCE_BYTES } from '../limits.js';
import type { Diagnostics } from './diagnostics.js';
import { SourceFile } from './source.js';

export function decodeSource(
  name: string,
  displayName: string,
  content: Uint8Array | string,
  diagnostics: Diagnostics,
): SourceFile | undefined {
  const fail = (message: string, help: string): undefined => {
    diagnostics.error(new SourceFile(name, '', displayName), undefined, message, help);
    return undefined;
  };
  if (content.length > MAX_SOURCE_BYTES) {
    return fail(`the file has ${content.length} bytes, more than the ${MAX_SOURCE_BYTES} that are read`, 'split it into several files');
  }
  if (typeof content !== 'string') {
    if ((content[0] === 0xff && content[1] === 0xfe) || (content[0] === 0xfe && content[1] === 0xff))
      return fail('the file is UTF-16', 'save it as UTF-8');
    if (content.includes(0))
      return fail('the file is binary: it has a NUL byte in it', 'a .proto file is text; a compiled descriptor cannot be read here');
  }
  const text = typeof content === 'string' ? content : decodeUtf8(content);
  if (typeof text !== 'string') {
    // As a stream, so that the first bytes of a character that is cut off are left out.
    const before = new TextDecoder().decode((content as Uint8Array).subarray(0, text.badByte), { stream: true });
    const source = new SourceFile(name, `${before}\ufffd`, displayName);
    diagnostics.error(source, { start: before.length, end: before.length + 1 }, 'from here on the file is no UTF-8', 'save it as UTF-8');
    return undefined;
  }
  if (text.includes('\0')) return fail('the file is binary: it has a NUL character in it', 'a .proto file is text');
  return new SourceFile(name, text.startsWith('\ufeff') ? text.slice(1) : text, displayName);
}

function decodeUtf8(bytes: Uint8Array): string | { badByte: number } {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { badByte: firstBadByte(bytes) };
  }
}

/** Where the bytes stop being UTF-8: the longest prefix that decodes, found by halving. */
function firstBadByte(bytes: Uint8Array): number {
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (decodesSoFar(bytes.subarray(0, middle))) low = middle;
    else high = middle - 1;
  }
  return low;
}

function decodesSoFar(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
