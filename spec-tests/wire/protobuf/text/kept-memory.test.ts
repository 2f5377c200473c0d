/** What a message that was read from text keeps of it. */
import assert from 'node:assert/strict';
import { StringValue } from '../../../../wire/protobuf/generated/wrappers.js';
import { fromText } from '../../../../wire/protobuf/text/index.js';
import { heldBytes } from '../../../support/heap.js';

const MIB = 1_048_576;

describe('strings read from text', () => {
  for (const [what, literal, value] of [
    ['in one piece', `"${'a'.repeat(40)}"`, 'a'.repeat(40)],
    ['in several', `"${'a'.repeat(40)}" 'b\\n'`, `${'a'.repeat(40)}b\n`],
    ['with characters beyond ASCII', `"${'é€😀'.repeat(10)}"`, 'é€😀'.repeat(10)],
  ] as const) {
    it(`${what} keep themselves, not the text around them`, () => {
      const kept: string[] = [];
      const before = heldBytes();
      // A function, so that the last text is on no stack any more.
      const read = (count: number): string => fromText(StringValue, `# ${String(count).repeat(MIB)}\nvalue: ${literal}`).value;
      for (let count = 0; count < 16; count++) kept.push(read(count));
      assert.deepEqual(new Set(kept), new Set([value]));
      const grown = heldBytes() - before;
      assert.ok(grown < 3 * MIB, `${grown} bytes stay`);
    });
  }
});
