import { readable } from '../support/text-table.js';
import type { Report } from './report.js';

/** What a figure is held against: rows of ours over the best of some rivals, or our own figure alone. */
export interface Target {
  readonly text: string;
  readonly case: string;
  /** Our carrier's peer name. Default: barewire. */
  readonly ours?: string;
  /** The rivals; the best one measured counts. None: our own figure is held against the bound. */
  readonly against?: readonly string[];
  /** Where the rivals' figure is another than ours. */
  readonly againstCase?: string;
  /** A further row of ours that is added. */
  readonly and?: string;
  readonly atLeast?: number;
  readonly atMost?: number;
}

export interface Verdict {
  readonly text: string;
  readonly ours: string;
  readonly measured: string;
  readonly wanted: string;
  readonly met: boolean;
}

const go = 'grpc-go';
const natives = [go, 'tonic'] as const;
const js = ['grpc-js'] as const;

export const targets: readonly Target[] = [
  { text: 'CPU per call, plain, against the better of Go and Rust', case: 'unary-100-cpu', against: natives, atMost: 0.5 },
  { text: 'CPU per call, realistic, against the better of Go and Rust', case: 'unary-100-realistic-cpu', against: natives, atMost: 0.5 },
  { text: 'CPU per call, plain, against grpc-js', case: 'unary-100-cpu', against: js, atMost: 1 / 30 },
  { text: 'CPU per call, realistic, against grpc-js', case: 'unary-100-realistic-cpu', against: js, atMost: 1 / 30 },
  { text: 'calls per second against the raw-socket ceiling', case: 'unary-100', against: ['raw-socket'], atLeast: 0.1 },
  { text: '1 in flight against a promise-driven node:net ping-pong', case: 'unary-1', against: ['raw-socket'], atLeast: 0.7 },
  { text: '1 in flight, CPU per call against Go', case: 'unary-1-cpu', against: [go], atMost: 1 },
  { text: 'server alone under h2load, against grpc-js', case: 'server-alone', against: js, atLeast: 6 },
  { text: 'server alone under h2load, against bare node:http2', case: 'server-alone', against: ['node:http2'], atLeast: 4 },
  { text: 'server alone under h2load, ahead of tonic', case: 'server-alone', against: ['tonic'], atLeast: 1 },
  { text: 'server CPU per call against grpc-js', case: 'server-alone-cpu', against: js, atMost: 1 / 8 },
  {
    text: 'loopback, deadline on every call, CPU against grpc-js',
    case: 'unary-100-cpu',
    ours: 'barewire@loopback',
    against: js,
    atMost: 1 / 50,
  },
  {
    text: 'loopback, deadline on every call, CPU against the floor',
    case: 'unary-100-cpu',
    ours: 'barewire@loopback',
    against: ['floor'],
    atMost: 6,
  },
  { text: 'over node:http2 against grpc-js', case: 'unary-100', ours: 'barewire@node:http2', against: js, atLeast: 1.3 },
  { text: '16-byte messages of a server stream against grpc-js', case: 'stream-16', against: js, atLeast: 10 },
  { text: '16-byte messages of a server stream, level with Go', case: 'stream-16', against: [go], atLeast: 1 },
  { text: '16-byte messages of a client stream against grpc-js', case: 'upload-16', against: js, atLeast: 10 },
  { text: '16-byte messages of a client stream, level with Go', case: 'upload-16', against: [go], atLeast: 1 },
  { text: '64 KiB messages of a server stream against grpc-js', case: 'stream-64KiB', against: js, atLeast: 2.5 },
  { text: '64 KiB messages of a server stream, level with Go', case: 'stream-64KiB', against: [go], atLeast: 1 },
  { text: '64 KiB messages of a client stream against grpc-js', case: 'upload-64KiB', against: js, atLeast: 2.5 },
  { text: '64 KiB messages of a client stream, level with Go', case: 'upload-64KiB', against: [go], atLeast: 1 },
  { text: 'TLS unary against grpc-js', case: 'unary-100-tls', against: js, atLeast: 10 },
  { text: 'KiB of heap of an open idle bidi stream, both ends', case: 'idle-stream-heap', atMost: 4 },
  {
    text: 'KiB of heap and array buffers of an idle connection beyond those of bare node:net sockets, both ends',
    case: 'idle-connection-own-heap',
    and: 'idle-connection-own-buffers',
    atMost: 20,
  },
  {
    text: 'p99 at the same rate, against the p50 of grpc-js',
    case: 'latency-same-rate-p99',
    against: js,
    againstCase: 'latency-same-rate-p50',
    atMost: 1,
  },
  {
    text: 'p99 at half of its own rate, against the p50 of grpc-js',
    case: 'latency-own-rate-p99',
    against: js,
    againstCase: 'latency-own-rate-p50',
    atMost: 1,
  },
  { text: 'import time against node:tls', case: 'import', against: ['node:tls'], atMost: 2 },
];

/** How the report stands to a target; undefined where one of its figures was not measured. */
export function judge(target: Target, { rows }: Pick<Report, 'rows'>): Verdict | undefined {
  const ours = target.ours ?? 'barewire';
  const figureOf = (name: string, peer: string): number | undefined => rows.find((row) => row.case === name && row.peer === peer)?.value;
  const mine = figureOf(target.case, ours);
  if (mine === undefined) return undefined;
  let measured = mine + (target.and === undefined ? 0 : (figureOf(target.and, ours) ?? 0));
  if (target.against !== undefined) {
    const theirs = target.against.map((peer) => figureOf(target.againstCase ?? target.case, peer)).filter((value) => value !== undefined);
    if (theirs.length === 0) return undefined;
    measured = mine / (target.atMost === undefined ? Math.max(...theirs) : Math.min(...theirs));
  }
  const met = measured >= (target.atLeast ?? Number.NEGATIVE_INFINITY) && measured <= (target.atMost ?? Number.POSITIVE_INFINITY);
  const wanted = target.atLeast === undefined ? `<= ${readable(target.atMost)}` : `>= ${readable(target.atLeast)}`;
  return { text: target.text, ours, measured: readable(measured), wanted, met };
}
