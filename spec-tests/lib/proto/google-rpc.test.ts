import assert from 'node:assert/strict';
import * as door from 'barewire/google-rpc';
import { anyIs, anyPack, anyUnpack, BadRequest, ErrorInfo, QuotaFailure, RetryInfo, Status } from 'barewire/google-rpc';
import protobuf from 'protobufjs';
import { RpcError } from '../../../lib/rpc/rpc-error.js';
import { DecodeError, EncodeError } from '../../../wire/protobuf/errors.js';

describe('barewire/google-rpc', () => {
  it('packs a message under its full name and unpacks it again', () => {
    const any = anyPack(ErrorInfo, { reason: 'ROOM_FULL', domain: 'rooms.example', metadata: { seats: '4' } });
    assert.equal(any.typeUrl, 'type.googleapis.com/google.rpc.ErrorInfo');
    assert.deepEqual(anyUnpack(any, ErrorInfo), { reason: 'ROOM_FULL', domain: 'rooms.example', metadata: new Map([['seats', '4']]) });
  });

  it('unpacks nothing of another type', () => {
    const any = anyPack(RetryInfo, { retryDelay: { seconds: 1n } });
    assert.equal(anyUnpack(any, ErrorInfo), undefined);
    assert.ok(anyIs(any, RetryInfo));
    assert.ok(anyIs({ typeUrl: 'other.example/types/google.rpc.RetryInfo' }, RetryInfo), 'whatever stands before the last slash');
    assert.ok(!anyIs({ typeUrl: 'google.rpc.RetryInfo' }, RetryInfo), 'a type URL has a slash');
    assert.ok(!anyIs({ typeUrl: '' }, RetryInfo));
  });

  it('says what is wrong with a message or its bytes', () => {
    assert.throws(() => anyPack(ErrorInfo, { reason: 3 as never }), EncodeError);
    assert.throws(() => anyUnpack({ typeUrl: 'x/google.rpc.ErrorInfo', value: Uint8Array.of(0x0a, 5) }, ErrorInfo), DecodeError);
  });

  it('makes details of an error, which gives them back by type', () => {
    const error = new RpcError(3, 'no such room', {
      details: [
        anyPack(ErrorInfo, { reason: 'ROOM' }),
        anyPack(BadRequest, { fieldViolations: [{ field: 'room', description: 'unknown' }] }),
      ],
    });
    assert.equal(error.detail(BadRequest)?.fieldViolations[0]?.field, 'room');
    assert.equal(error.detail(ErrorInfo)?.reason, 'ROOM');
    assert.equal(error.detail(RetryInfo), undefined);
  });

  it('has the bytes that google.rpc.Status has in every language', () => {
    const { root } = protobuf.parse(
      'syntax = "proto3"; package google.rpc; message Any { string type_url = 1; bytes value = 2; }' +
        'message Status { int32 code = 1; string message = 2; repeated Any details = 3; }' +
        'message QuotaFailure { message Violation { string subject = 1; map<string, string> quota_dimensions = 6; int64 quota_value = 7; optional int64 future_quota_value = 8; } repeated Violation violations = 1; }',
    );
    const violations = [{ subject: 'a', quotaDimensions: { region: 'r' }, quotaValue: 5n, futureQuotaValue: 0n }];
    const ours = Status.encode({ code: 8, message: 'full', details: [anyPack(QuotaFailure, { violations })] });
    const theirs = root.lookupType('google.rpc.Status').decode(ours) as unknown as { details: { value: Uint8Array }[] };
    const inside = root.lookupType('google.rpc.QuotaFailure');
    const again = inside.encode(inside.decode(theirs.details[0]!.value)).finish();
    assert.deepEqual(Uint8Array.from(again), QuotaFailure.encode({ violations }));
  });

  it('lists every message of error_details.proto', () => {
    const { file } = ErrorInfo.descriptor;
    const listed = new Set(Object.values(door).map((value) => (value as { typeName?: string }).typeName));
    for (const message of file.messages) {
      assert.ok(listed.has(message.typeName), message.typeName);
      for (const nested of message.messages) assert.ok(nested.isMapEntry || listed.has(nested.typeName), nested.typeName);
    }
  });
});
