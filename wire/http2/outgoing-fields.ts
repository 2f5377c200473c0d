import type { FieldList } from '../hpack/field-list.js';
import { ANY_LENGTH } from './content-length.js';
import { FieldError } from './field-problem.js';
import { type Control, FieldRules } from './field-rules.js';
import { type EngineStream, ReceivePart } from './stream.js';

/** What fields that their owner has checked say; for all connections, since it is looked at right away. */
const believed: Control = { contentLength: ANY_LENGTH, status: 0, isConnect: false, isHead: false };

/**
 * What we must not send (RFC 9113 §8.1 to RFC 9113 §8.3): it throws a `FieldError` before anything has happened. An owner who has checked
 * its fields is believed, which saves 15 % of what the engine spends on a small call; what follows what is looked at all the same.
 */
export class OutgoingFields {
  /** For a client's requests or a server's responses. */
  private head: FieldRules | undefined;
  private trailers: FieldRules | undefined;
  private readonly areChecked: boolean;
  private readonly isServer: boolean;

  constructor(isServer: boolean, areChecked: boolean) {
    this.areChecked = areChecked;
    this.isServer = isServer;
    this.head = undefined;
    this.trailers = undefined;
  }

  /** A client's request; what it is stands in the result until the next check. */
  checkRequest(fields: FieldList): Control {
    return this.checkHead(fields);
  }

  /** Any other section. True where no head of our side can follow it: it is the final response, or trailers. */
  check(stream: EngineStream<unknown>, fields: FieldList, endStream: boolean): boolean {
    if (stream.answered) {
      this.checkTrailers(stream, fields, endStream);
      return true;
    }
    const { status } = this.checkHead(fields);
    if (status >= 200) {
      stream.connectRequest = stream.receivePart === ReceivePart.TUNNEL && status < 300;
      return true;
    }
    if (endStream) throw fieldError(':status', 'an interim response cannot end the stream', 'RFC 9113 §8.1');
    return false;
  }

  private checkHead(fields: FieldList): Control {
    if (this.areChecked) {
      // `:method` or `:status` stands first.
      const value = fields[1]!;
      believed.isHead = value === 'HEAD';
      believed.isConnect = value === 'CONNECT';
      believed.status = this.isServer ? Number(value) : 0;
      return believed;
    }
    this.head ??= new FieldRules(this.isServer ? 'response' : 'request', false);
    const problem = this.head.check(fields);
    if (problem !== undefined) throw new FieldError(problem);
    return this.head;
  }

  private checkTrailers(stream: EngineStream<unknown>, fields: FieldList, endStream: boolean): void {
    if (!this.areChecked) {
      this.trailers ??= new FieldRules('trailers', false);
      const problem = this.trailers.check(fields);
      if (problem !== undefined) throw new FieldError(problem);
    }
    if (!endStream) throw fieldError('', 'a second field section must end the stream', 'RFC 9113 §8.1');
    if (stream.connectRequest) throw fieldError('', 'a tunnel of CONNECT has DATA only', 'RFC 9113 §8.5');
  }
}

function fieldError(name: string, message: string, section: string): FieldError {
  return new FieldError({ name, message, section });
}
