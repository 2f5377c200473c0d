/** Loaded before the tests (`--import`): the codec finds no global Buffer, and everybody else has it back afterwards. */
import assert from 'node:assert/strict';

const platform = globalThis.Buffer;
Reflect.deleteProperty(globalThis, 'Buffer');
const { native } = await import('../../wire/bytes/native.js');
await import('../../wire/runtime.js');
await import('../../wire/protobuf/index.js');
globalThis.Buffer = platform;
assert.equal(native, undefined);
