/** Why the incoming side of a stream cannot be read as gRPC messages. */
export interface MessageViolation {
  /** `too-large`: a prefix over the limit. `bad-flag`: a compressed flag other than 0 and 1. `truncated`: the end inside a message. */
  readonly kind: 'too-large' | 'bad-flag' | 'truncated';
  readonly message: string;
}

/** The violation of a message of `length` bytes where `limit` are accepted. */
export function tooLarge(length: number, limit: number): MessageViolation {
  const message = `a message of ${length} bytes came, the limit for receiving is ${limit}: raise maxReceiveMessageBytes or send it in parts`;
  return { kind: 'too-large', message };
}
