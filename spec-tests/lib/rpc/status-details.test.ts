import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { PackedMessage } from '../../../lib/rpc/status.js';
import { decodeStatusDetails, encodeStatusDetails } from '../../../lib/rpc/status-details.js';
import { StatusCode } from '../../../wire/grpc/status-code.js';

const seed = 20_260_801;

describe('grpc-status-details-bin', () => {
  it('has the bytes of google.rpc.Status', () => {
    const bytes = encodeStatusDetails(StatusCode.NOT_FOUND, 'hi', [{ typeUrl: 'a/b', value: Uint8Array.of(1, 2) }]);
    assert.deepEqual([...bytes], [0x08, 5, 0x12, 2, 0x68, 0x69, 0x1a, 9, 0x0a, 3, 0x61, 0x2f, 0x62, 0x12, 2, 1, 2]);
    assert.deepEqual(decodeStatusDetails(bytes), [{ typeUrl: 'a/b', value: Uint8Array.of(1, 2) }]);
  });

  it(`survives encode and decode (seed ${seed})`, () => {
    const detail = fc.record({ typeUrl: fc.string({ unit: 'grapheme' }), value: fc.uint8Array({ maxLength: 300 }) });
    fc.assert(
      fc.property(fc.string(), fc.array(detail, { maxLength: 4 }), (message, details: PackedMessage[]) => {
        const decoded = decodeStatusDetails(encodeStatusDetails(StatusCode.ABORTED, message, details));
        assert.deepEqual(
          decoded.map(({ typeUrl, value }) => ({ typeUrl, value: [...value] })),
          details.map(({ typeUrl, value }) => ({ typeUrl, value: [...value] })),
        );
      }),
      { seed },
    );
  });

  it('skips fields that it does not know', () => {
    const known = encodeStatusDetails(StatusCode.ABORTED, '', [{ typeUrl: 'a', value: Uint8Array.of(1) }]);
    const fixed64 = [0x21, 1, 2, 3, 4, 5, 6, 7, 8];
    const fixed32 = [0x2d, 1, 2, 3, 4];
    assert.equal(decodeStatusDetails(Uint8Array.from([...fixed64, ...fixed32, 0x30, 0x80, 1, ...known])).length, 1);
  });

  it(`takes anything else as no details, without an error (seed ${seed})`, () => {
    for (const bytes of [
      [0x1a, 9, 0x0a, 3],
      [0x1b],
      [0x00, 1],
      [0x1a, 0x80],
      [0x1a, 2, 0x0a, 5],
      [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1],
    ]) {
      assert.deepEqual(decodeStatusDetails(Uint8Array.from(bytes)), []);
    }
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        decodeStatusDetails(bytes);
      }),
      { seed, numRuns: 2000 },
    );
  });
});
