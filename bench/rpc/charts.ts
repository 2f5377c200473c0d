import { drawChart } from '../support/draw-chart.js';
import type { Report } from './report.js';
import { isOurs, type Row } from './rows.js';

export interface Chart {
  readonly file: string;
  readonly title: string;
  readonly svg: string;
}

/** One bar or line for each series at each label; undefined where nothing was measured. */
export interface ChartData {
  readonly title: string;
  readonly kind: 'bars' | 'lines';
  readonly unit: string;
  readonly labels: readonly string[];
  readonly series: readonly { readonly name: string; readonly color: string; readonly values: readonly (number | undefined)[] }[];
}

interface Plan {
  readonly file: string;
  readonly title: string;
  readonly kind: 'bars' | 'lines';
  readonly unit: string;
  /** Label and case. */
  readonly points: readonly (readonly [label: string, benchCase: string])[];
  /** What is drawn along the axis: the points, one series per contender, or the contenders, one series per point. */
  readonly along: 'points' | 'contenders';
}

const inFlight = ['1', '10', '100', '1000'];
const sizes = ['16', '1KiB', '64KiB'];

const plans: readonly Plan[] = [
  {
    file: 'rpc-cpu.svg',
    title: 'CPU time of both processes for a small unary call, 100 in flight (less is better)',
    kind: 'bars',
    unit: 'µs',
    points: [
      ['plain', 'unary-100-cpu'],
      ['deadline and metadata', 'unary-100-realistic-cpu'],
    ],
    along: 'contenders',
  },
  {
    file: 'rpc-unary.svg',
    title: 'Small unary calls per second by calls in flight, one connection',
    kind: 'lines',
    unit: 'calls/s',
    points: inFlight.map((count) => [count, `unary-${count}`] as const),
    along: 'points',
  },
  {
    file: 'rpc-streams.svg',
    title: 'Messages per second of a server stream by message size',
    kind: 'bars',
    unit: 'messages/s',
    points: sizes.map((size) => [size === '16' ? '16 B' : size.replace('KiB', ' KiB'), `stream-${size}`] as const),
    along: 'points',
  },
  {
    file: 'rpc-uploads.svg',
    title: 'Messages per second of a client stream by message size',
    kind: 'bars',
    unit: 'messages/s',
    points: sizes.map((size) => [size === '16' ? '16 B' : size.replace('KiB', ' KiB'), `upload-${size}`] as const),
    along: 'points',
  },
  {
    file: 'rpc-server-alone.svg',
    title: 'Calls per second of the server alone, driven by h2load',
    kind: 'bars',
    unit: 'calls/s',
    points: [['calls per second', 'server-alone']],
    along: 'contenders',
  },
  {
    file: 'rpc-latency.svg',
    title: 'Latency at half of what grpc-js can do (less is better)',
    kind: 'bars',
    unit: 'µs',
    points: ['p50', 'p99', 'p999'].map((quantile) => [quantile.replace('999', '99.9'), `latency-same-rate-${quantile}`] as const),
    along: 'contenders',
  },
  {
    file: 'rpc-memory.svg',
    title: 'Resident memory of both ends at rest (less is better)',
    kind: 'bars',
    unit: 'KiB',
    points: [
      ['open bidi stream', 'idle-stream-rss'],
      ['connection', 'idle-connection-rss'],
    ],
    along: 'contenders',
  },
];

const colors: { readonly [peer: string]: string } = {
  barewire: '#e4572e',
  'barewire@node:http2': '#f2a07b',
  'barewire@loopback': '#c98b2b',
  'grpc-js': '#3a86c8',
  'nice-grpc': '#6fb1e0',
  'connect-node': '#8d7fc9',
  'node:http2': '#4aa58a',
  'grpc-go': '#22a6c9',
  tonic: '#a8743c',
  'raw-socket': '#9a9a9a',
};

/** Series that are points of measurement rather than contenders. */
const pointColors = ['#e4572e', '#3a86c8', '#8d7fc9'];

/** The charts of what was measured; a chart without two contenders is left out. */
export function chartsOf(report: Report): Chart[] {
  const charts: Chart[] = [];
  for (const plan of plans) {
    const data = dataOf(plan, report.rows);
    if (data !== undefined) charts.push({ file: plan.file, title: plan.title, svg: drawChart(data) });
  }
  return charts;
}

export function dataOf({ title, kind, unit, points, along }: Plan, rows: readonly Row[]): ChartData | undefined {
  const found = rows.filter((row) => row.value !== undefined && points.some(([, benchCase]) => benchCase === row.case));
  // What has no sockets, or nothing but sockets, would flatten everything else.
  const peers = [...new Set(found.map((row) => row.peer))].filter((peer) => peer !== 'floor' && peer !== 'barewire@loopback');
  if (!peers.some(isOurs) || peers.length < 2) return undefined;
  const valueAt = (peer: string, benchCase: string): number | undefined =>
    found.find((row) => row.peer === peer && row.case === benchCase)?.value;
  const common = { title, kind, unit } as const;
  if (along === 'points') {
    const series = peers.map((name) => ({
      name,
      color: colors[name] ?? '#9a9a9a',
      values: points.map(([, benchCase]) => valueAt(name, benchCase)),
    }));
    return { ...common, labels: points.map(([label]) => label), series };
  }
  const series = points.map(([name, benchCase], index) => ({
    name,
    color: pointColors[index % pointColors.length]!,
    values: peers.map((peer) => valueAt(peer, benchCase)),
  }));
  return { ...common, labels: peers, series };
}
