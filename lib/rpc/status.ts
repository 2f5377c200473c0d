import type { StatusCode } from '../../wire/grpc/status-code.js';

/** A packed message: `google.protobuf.Any` as it travels. What `anyPack` returns is one. */
export interface PackedMessage {
  /** Such as `type.googleapis.com/google.rpc.BadRequest`; what follows the last slash is the type's full name. */
  readonly typeUrl: string;
  /** The message's bytes. */
  readonly value: Uint8Array;
}

/** How a call ended: gRPC's status. */
export interface Status {
  readonly code: StatusCode;
  /** For a person; empty where there is nothing to say. */
  readonly message: string;
  /** The details of google.rpc.Status, still packed; `RpcError.detail` unpacks. */
  readonly details: readonly PackedMessage[];
}

/** No details: one list for all. */
export const NO_DETAILS: readonly PackedMessage[] = /* @__PURE__ */ Object.freeze([]);

export const OK_STATUS: Status = /* @__PURE__ */ Object.freeze({ code: 0, message: '', details: NO_DETAILS });
