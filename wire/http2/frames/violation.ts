/** What is wrong with a frame by itself: both kinds end the connection, unless a frame's own file says otherwise (RFC 9113 §4.2). */
import { ErrorCode } from '../error-code.js';
import { ConnectionError } from '../errors.js';

export function protocolError(message: string, section: string): ConnectionError {
  return new ConnectionError(ErrorCode.PROTOCOL_ERROR, message, section);
}

export function frameSizeError(message: string, section: string): ConnectionError {
  return new ConnectionError(ErrorCode.FRAME_SIZE_ERROR, message, section);
}

export function needsStream(frame: string, section: string): ConnectionError {
  return protocolError(`${frame} on stream 0, which is the connection itself; it belongs on a stream`, section);
}

export function needsConnection(frame: string, streamId: number, section: string): ConnectionError {
  return protocolError(`${frame} on stream ${streamId}; it belongs to the connection as a whole, stream 0`, section);
}

export function tooShort(frame: string, bytes: number, needed: number, section: string): ConnectionError {
  return frameSizeError(`${frame} of ${bytes} bytes; the fields that its flags announce take ${needed}`, section);
}

export function tooMuchPadding(frame: string, padding: number, bytes: number, section: string): ConnectionError {
  return protocolError(
    `${frame} of ${bytes} bytes with ${padding} bytes of padding, which leaves nothing it could be padding for`,
    section,
  );
}
