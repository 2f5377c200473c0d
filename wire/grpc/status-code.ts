/**
 * The status codes of gRPC (gRPC status codes). The numbers travel as `grpc-status`; the names are the specification's.
 */
export const StatusCode = {
  /** Not an error. */
  OK: 0,
  /** The call was cancelled, typically by its caller. */
  CANCELLED: 1,
  /** An error without a better code, such as a handler that threw something that is no `RpcError`. */
  UNKNOWN: 2,
  /** The arguments are wrong whatever the state of the system. */
  INVALID_ARGUMENT: 3,
  /** The deadline passed before the call ended; what was asked for may have happened all the same. */
  DEADLINE_EXCEEDED: 4,
  /** Something that was asked for is not there. */
  NOT_FOUND: 5,
  /** Something that should be created is there already. */
  ALREADY_EXISTS: 6,
  /** The caller is known and may not do this. */
  PERMISSION_DENIED: 7,
  /** A quota, a size limit or some other resource is used up. */
  RESOURCE_EXHAUSTED: 8,
  /** The system is not in the state that the operation needs; repeating it does not help until that has changed. */
  FAILED_PRECONDITION: 9,
  /** The operation lost a race; repeat it at a higher level. */
  ABORTED: 10,
  /** Past the valid range, such as reading behind the end of a file. */
  OUT_OF_RANGE: 11,
  /** The method is not there, or not supported. */
  UNIMPLEMENTED: 12,
  /** An invariant of the system is broken. */
  INTERNAL: 13,
  /** The service cannot be reached at the moment; repeat the call after a pause. */
  UNAVAILABLE: 14,
  /** Data is lost or corrupted beyond repair. */
  DATA_LOSS: 15,
  /** The caller is not known: credentials are missing or wrong. */
  UNAUTHENTICATED: 16,
} as const;

/** One of the 17 codes: `let code: StatusCode`. */
export type StatusCode = (typeof StatusCode)[keyof typeof StatusCode];

const names = Object.keys(StatusCode);

/** True for the 17 numbers that gRPC defines. */
export function isStatusCode(code: unknown): code is StatusCode {
  return typeof code === 'number' && Number.isInteger(code) && code >= 0 && code < names.length;
}

/** The name of a code, such as `NOT_FOUND`; `code 42` for a number that is none. */
export function statusName(code: number): string {
  return names[code] ?? `code ${code}`;
}
