/** JSON text on one line, as `toJsonString` prints it, spread over lines as `JSON.stringify` spreads it. */

/** `text`, which has no white space outside strings, with `indent` before each level. */
export function indented(text: string, indent: string): string {
  const parts: string[] = [];
  let level = 0;
  let start = 0;
  const breakAt = (end: number, next: number): void => {
    parts.push(text.slice(start, end), '\n', indent.repeat(level));
    start = next;
  };
  for (let index = 0; index < text.length; index++) {
    switch (text.charCodeAt(index)) {
      case 0x22:
        index = stringEnd(text, index);
        break;
      case 0x7b:
      case 0x5b: {
        const next = text.charCodeAt(index + 1);
        if (next === 0x7d || next === 0x5d) {
          index++;
          break;
        }
        level++;
        breakAt(index + 1, index + 1);
        break;
      }
      case 0x7d:
      case 0x5d:
        level--;
        breakAt(index, index);
        break;
      case 0x2c:
        breakAt(index + 1, index + 1);
        break;
      case 0x3a:
        parts.push(text.slice(start, index + 1), ' ');
        start = index + 1;
        break;
    }
  }
  parts.push(text.slice(start));
  return parts.join('');
}

/** Where the string that begins at `start` ends: its closing quote. */
function stringEnd(text: string, start: number): number {
  let index = start + 1;
  for (; text.charCodeAt(index) !== 0x22; index++) {
    if (text.charCodeAt(index) === 0x5c) index++;
  }
  return index;
}
