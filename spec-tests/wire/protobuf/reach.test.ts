import assert from 'node:assert/strict';
import { buildFile } from '../../../wire/protobuf/build.js';
import type { MessageDescriptor } from '../../../wire/protobuf/descriptor.js';
import { type DescriptorProtoInit, FileDescriptorProto } from '../../../wire/protobuf/generated/descriptor.js';
import { whetherInReach } from '../../../wire/protobuf/reach.js';
import { Random } from '../../support/random.js';

const SEED = Number(process.env.BAREWIRE_SEED ?? 20_261_123);

/** Messages M0, M1, …, each with fields of the messages of these numbers. */
function messages(edges: readonly (readonly number[])[]): readonly MessageDescriptor[] {
  const messageType = edges.map(
    (to, index): DescriptorProtoInit => ({
      name: `M${index}`,
      field: to.map((target, at) => ({ name: `f${at}`, number: at + 1, label: 1, type: 11, typeName: `.M${target}` })),
    }),
  );
  return buildFile(FileDescriptorProto.create({ name: 'x.proto', syntax: 'proto3', messageType }), []).messages;
}

function reached(from: MessageDescriptor): Set<MessageDescriptor> {
  const all = new Set([from]);
  for (const message of all) for (const { value } of message.fields) if (value.kind === 'message') all.add(value.message);
  return all;
}

describe('whether something holds in reach of a message type', () => {
  it(`is answered as by a walk, in circles and whatever was asked before (seed ${SEED})`, () => {
    const random = new Random(SEED);
    for (let round = 0; round < 200; round++) {
      const count = 1 + random.between(0, 12);
      const all = messages(
        Array.from({ length: count }, () => Array.from({ length: random.between(0, 4) }, () => random.between(0, count))),
      );
      const chosen = new Set(all.filter(() => random.oneIn(5)));
      const inReach = whetherInReach((message) => chosen.has(message));
      for (let asked = 0; asked < 2 * count; asked++) {
        const one = random.pick(all);
        assert.equal(
          inReach(one),
          [...reached(one)].some((message) => chosen.has(message)),
        );
      }
    }
  });

  it('looks at each type once, however many are asked for', () => {
    const all = messages(Array.from({ length: 2000 }, (_, index) => [(index + 1) % 2000]));
    let looks = 0;
    const inReach = whetherInReach((message) => {
      looks++;
      return message === all[1999];
    });
    for (const one of all) assert.equal(inReach(one), true);
    assert.equal(looks, 2000);
  });
});
