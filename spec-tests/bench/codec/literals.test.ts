import assert from 'node:assert/strict';
import { literalModule, styles } from '../../../bench/codec/literals.js';
import { payloads } from '../../../bench/codec/payloads.js';

describe('literals of the codec bench', () => {
  const hello = payloads().find(({ name }) => name === 'hello')!;
  const common = payloads().find(({ name }) => name === 'common')!;

  it('are the payload as source code', () => {
    const text = literalModule(hello.type.descriptor, hello.value, styles.barewire, 1, 0);
    assert.equal(text.trim(), 'export const literals = [\n() => ({ name: "world" }),\n];');
  });

  it('come in several property orders, in the spelling of each library', () => {
    const { descriptor } = common.type;
    const lines = literalModule(descriptor, common.value, styles.barewire, 3, 0).split('\n').slice(2, 5);
    assert.equal(
      new Set(
        lines.map((line) =>
          line
            .replace(/[^a-z0-9]+/gi, ' ')
            .split(' ')
            .join(),
        ),
      ).size,
      3,
    );
    assert.match(literalModule(descriptor, common.value, styles.protobufjs, 1, 0), /long: Long\.fromBits\(1051, 151234, false\)/);
    assert.match(literalModule(descriptor, common.value, styles.pbf, 1, 0), /inner_inner: \{/);
    assert.match(literalModule(descriptor, common.value, styles.json, 1, 0), /long: '649545084044315'/);
  });
});
