/**
 * The last header block of a call: trailers, or Trailers-Only where no headers went before, kept within the size that clients
 * take (gRPC over HTTP/2 suggests 8 KiB to them).
 */
import type { FieldList } from '../../wire/grpc/fields.js';
import type { Metadata } from '../../wire/grpc/metadata.js';
import { StatusCode } from '../../wire/grpc/status-code.js';
import { buildTrailers, buildTrailersOnly } from '../../wire/grpc/trailers.js';
import { headerListBytes } from '../../wire/hpack/field-list.js';
import type { Status } from '../rpc/status.js';
import { encodeStatusDetails } from '../rpc/status-details.js';

export interface StatusFields {
  readonly fields: FieldList;
  /** The status that the fields carry: the one asked for, cut to size where it had to be. */
  readonly status: Status;
  /** What had to be left out to stay within the limit, for `onError`. */
  readonly leftOut: string;
}

/**
 * `contentType` undefined means that headers were sent. What does not fit goes in this order: the details, then the metadata, then
 * the end of the message. A call whose own trailers do not fit has not gone well: OK becomes INTERNAL.
 */
export function buildStatusFields(
  status: Status,
  metadata: Metadata | undefined,
  contentType: string | undefined,
  limitBytes: number,
): StatusFields {
  const custom = metadata === undefined || metadata.size === 0 ? undefined : metadata;
  const fields = build(status, custom, contentType);
  if (headerListBytes(fields) <= limitBytes) return { fields, status, leftOut: '' };
  return cutToSize(status, custom, contentType, limitBytes);
}

function cutToSize(status: Status, metadata: Metadata | undefined, contentType: string | undefined, limitBytes: number): StatusFields {
  const left: string[] = [];
  let kept: Status = status;
  let custom = metadata;
  if (status.details.length > 0) {
    left.push('the details');
    kept = { ...kept, details: [] };
  }
  if (custom !== undefined && headerListBytes(build(kept, custom, contentType)) > limitBytes) {
    left.push('the trailers');
    custom = undefined;
    if (status.code === StatusCode.OK) kept = { code: StatusCode.INTERNAL, message: 'the trailers are too large', details: [] };
  }
  let message = kept.message;
  while (message !== '' && headerListBytes(build({ ...kept, message }, custom, contentType)) > limitBytes) {
    // Percent-encoding makes one character up to 12 bytes long, so the length cannot be computed: halve it.
    message = wholeCharacters(message, message.length >> 1);
  }
  if (message !== kept.message) {
    left.push('the end of the message');
    kept = { ...kept, message };
  }
  return { fields: build(kept, custom, contentType), status: kept, leftOut: left.join(', ') };
}

function build(status: Status, metadata: Metadata | undefined, contentType: string | undefined): FieldList {
  const { code, message } = status;
  const details = status.details.length === 0 ? undefined : encodeStatusDetails(code, message, status.details);
  return contentType === undefined
    ? buildTrailers(code, message, metadata, details)
    : buildTrailersOnly(code, message, metadata, details, contentType);
}

/** The first `length` units of `text`, one less where that would halve a surrogate pair. */
function wholeCharacters(text: string, length: number): string {
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}
