import assert from 'node:assert/strict';
import { releaseSlab, type Slab } from '../../../wire/bytes/slab.js';
import { Output } from '../../../wire/http2/output.js';
import { SLAB_BYTES } from '../../../wire/limits.js';
import { RecordingSink } from '../../support/connection-pair.js';

class SlabSink extends RecordingSink {
  readonly slabs: (Slab | undefined)[] = [];
  readonly more: boolean[] = [];
  override onWrite(bytes: Uint8Array, slab: Slab | undefined, more: boolean): void {
    this.written.push(bytes.slice());
    this.slabs.push(slab);
    this.more.push(more);
  }
}

describe('the bytes of a turn', () => {
  it('have no slab while there are none, and give it away with the last', () => {
    const output = new Output<string>();
    const sink = new SlabSink();
    assert.equal(output.buffer.length, 0);
    put(output, 'one');
    put(output, 'two');
    assert.equal(output.bytes, 6);
    output.handOver(sink);
    assert.equal(output.buffer.length, 0);
    assert.equal(output.bytes, 0);
    assert.equal(text(sink), 'onetwo');
    assert.deepEqual(sink.more, [false]);
    assert.equal(sink.slabs[0]!.users, 1);
    output.handOver(sink);
    assert.equal(sink.written.length, 0, 'nothing more to write');
  });

  it('take chunks uncopied in their place', () => {
    const output = new Output<string>();
    const sink = new SlabSink();
    put(output, 'a');
    output.append(new TextEncoder().encode('CHUNK'));
    put(output, 'b');
    assert.equal(output.bytes, 7);
    output.handOver(sink);
    assert.deepEqual(sink.more, [true, true, false]);
    assert.equal(sink.slabs[1], undefined);
    assert.equal(sink.slabs[0], sink.slabs[2]);
    assert.equal(sink.slabs[0]!.users, 2, 'one for each piece');
    assert.equal(text(sink), 'aCHUNKb');
  });

  it('go on in a second slab where one is full', () => {
    const output = new Output<string>();
    const sink = new SlabSink();
    for (let n = 0; n < 3; n++) {
      output.room(SLAB_BYTES / 2 + 1).fill(n, output.position, output.position + 10);
      output.position += 10;
      output.position += SLAB_BYTES / 2 - 9;
    }
    output.handOver(sink);
    assert.equal(sink.written.length, 3);
    assert.ok(sink.slabs.every((slab) => slab!.users === 1));
  });

  it('keep a reservation apart from what is written meanwhile, and its bytes readable until its end', () => {
    const output = new Output<string>();
    const sink = new SlabSink();
    put(output, 'before');
    const at = output.reserve(9, 100);
    const { reservedBuffer } = output;
    reservedBuffer.set([1, 2, 3], at);
    put(output, 'meanwhile');
    assert.equal(output.isReserved, true);
    assert.equal(output.endReservation(), false, 'it was lost');
    assert.equal(output.isReserved, false);
    assert.deepEqual([...reservedBuffer.subarray(at, at + 3)], [1, 2, 3]);
    assert.equal(output.reservedBuffer, reservedBuffer);
    output.handOver(sink);
    assert.equal(text(sink), 'beforemeanwhile');
    for (const slab of sink.slabs) {
      assert.equal(slab!.users, 1);
      releaseSlab(slab!);
    }
  });

  it('are copied out of their slab when the socket takes nothing, and joined', () => {
    const output = new Output<string>();
    const sink = new SlabSink();
    for (let n = 0; n < 100; n++) {
      put(output, `${n % 10}`);
      output.park();
      assert.equal(output.buffer.length, 0, 'no slab');
    }
    assert.equal(output.bytes, 100);
    output.handOver(sink);
    assert.equal(sink.written.length, 0 + 1);
    assert.equal(sink.slabs[0], undefined);
    assert.equal(text(sink), '0123456789'.repeat(10));
  });
});

function put(output: Output<string>, characters: string): void {
  const bytes = new TextEncoder().encode(characters);
  output.room(bytes.length).set(bytes, output.position);
  output.position += bytes.length;
}

function text(sink: SlabSink): string {
  return sink.written
    .splice(0)
    .map((bytes) => new TextDecoder().decode(bytes))
    .join('');
}
