import assert from 'node:assert/strict';
import { Printer } from '../../../../lib/compiler/generator/printer.js';

describe('the printer', () => {
  it('indents what stands in blocks, and no empty line', () => {
    const printer = new Printer();
    assert.equal(printer.isEmpty, true);
    assert.equal(printer.toString(), '');
    printer.gap();
    printer.block('{', () => printer.line('a\n\nb', '', 'c'));
    printer.gap();
    printer.gap();
    printer.line('d');
    assert.equal(printer.toString(), '{\n  a\n\n  b\n\n  c\n}\n\nd\n');
  });

  for (const lines of [1023, 1024, 1025, 2047, 2048, 2049, 5000]) {
    it(`prints ${lines} lines as it prints few`, () => {
      const printer = new Printer();
      const expected = Array.from({ length: lines }, (_, index) => `line ${index}`);
      for (const line of expected) printer.line(line);
      assert.equal(printer.toString(), `${expected.join('\n')}\n`);
      printer.gap();
      printer.line('last');
      assert.equal(printer.toString(), `${expected.join('\n')}\n\nlast\n`);
    });
  }
});
