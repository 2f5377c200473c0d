import assert from 'node:assert/strict';
import { compileSources } from '../../../../lib/compiler/compile.js';
import { generateAll } from '../../../../lib/compiler/index.js';
import { clearExtension, getExtension, hasExtension, setExtension } from '../../../../wire/protobuf/extension.js';
import { Registry } from '../../../../wire/protobuf/registry.js';
import * as extras from '../../../fixtures/gen/extras.js';
import { Material, Part } from '../../../fixtures/gen/parts.js';
import { toHex } from '../../../support/schema.js';

describe('generated extensions', () => {
  it('have the types of their values', () => {
    const part = Part.create({ name: 'leg' });
    setExtension(Part, part, extras.weight, 1.5);
    setExtension(Part, part, extras.labels, ['a', 'b']);
    setExtension(Part, part, extras.marks, [1n, -1n]);
    setExtension(Part, part, extras.grade, extras.Grade.B);
    setExtension(Part, part, extras.seal, Uint8Array.of(1));
    setExtension(Part, part, extras.crate, { size: 3 });
    setExtension(Part, part, extras.whole, { name: 'table', material: Material.GLASS });
    setExtension(Part, part, extras.Maker_maker, { name: 'Ada' });
    setExtension(Part, part, extras.Maker_earlierMakers, [{ name: 'Bob', sample: { name: 'x' } }]);
    const copy = Part.decode(Part.encode(part));
    const weight: number | undefined = getExtension(Part, copy, extras.weight);
    const labels: string[] = getExtension(Part, copy, extras.labels);
    const marks: bigint[] = getExtension(Part, copy, extras.marks);
    const grade: extras.Grade | undefined = getExtension(Part, copy, extras.grade);
    const maker: extras.Maker | undefined = getExtension(Part, copy, extras.Maker_maker);
    assert.deepEqual([weight, labels, marks, grade, maker], [1.5, ['a', 'b'], [1n, -1n], 2, { name: 'Ada', sample: undefined }]);
    assert.equal(getExtension(Part, copy, extras.whole)?.material, Material.GLASS);
    assert.equal(getExtension(Part, copy, extras.Maker_earlierMakers)[0]?.sample?.name, 'x');
    assert.deepEqual(getExtension(Part, copy, extras.crate), { size: 3 });
    clearExtension(Part, copy, extras.weight);
    assert.equal(hasExtension(Part, copy, extras.weight), false);
    assert.equal(hasExtension(Part, copy, extras.seal), true);
    // @ts-expect-error: the value of another extension
    const heavy = (): void => setExtension(Part, copy, extras.weight, 'heavy');
    assert.throws(heavy, /part\.\[extras\.weight\]: expected double, got string "heavy"/);
    // @ts-expect-error: an extension of another message
    const strange = (): unknown => getExtension(extras.Maker, extras.Maker.create(), extras.weight);
    assert.throws(strange, /extras\.weight extends parts\.Part, not extras\.Maker/);
  });

  it('know their names, descriptors and comments', () => {
    assert.equal(extras.Maker_maker.typeName, 'extras.Maker.maker');
    assert.equal(extras.Maker_maker.descriptor, extras.file$().message(0).extensions[0]);
    assert.equal(extras.weight.descriptor.message, Part.descriptor);
    const registry = new Registry(extras.weight);
    assert.equal(registry.extension('extras.weight'), extras.weight.descriptor);
    assert.equal(registry.extensionOf('parts.Part', 100), extras.weight.descriptor);
  });

  it('settle their names where they are taken', () => {
    assert.equal(extras.extension.typeName, 'extras.extension');
    assert.equal(extras.MakerInit$.typeName, 'extras.MakerInit');
    assert.equal(extras._0.typeName, 'extras._0');
  });

  it('are items of a message set', () => {
    const set = extras.Set.create();
    setExtension(extras.Set, set, extras.Item_item, { id: 7 });
    assert.equal(toHex(extras.Set.encode(set)), '0b10051a0208070c');
    assert.equal(getExtension(extras.Set, extras.Set.decode(extras.Set.encode(set)), extras.Item_item)?.id, 7);
  });

  it('are declared in JavaScript too', () => {
    const source =
      'syntax = "proto2"; package p; message M { extensions 1 to 9; extend M { repeated M m = 1; } } extend M { optional int32 n = 2; }';
    const result = compileSources(['a.proto'], () => source);
    const files = new Map(generateAll(result.files, { target: 'js' }).map(({ path, text }) => [path, text]));
    assert.ok(files.get('a.d.ts')!.includes('export declare const M_m: Extension<M, M[], readonly MInit[]>;'));
    assert.ok(files.get('a.d.ts')!.includes('export declare const n: Extension<M, number | undefined, number>;'));
    assert.ok(files.get('a.js')!.includes("export const n = /* @__PURE__ */ extension(\n  'p.n',\n  () => file$().extensions[0],\n);"));
  });
});
