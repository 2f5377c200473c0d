import type { Chart, ChartData } from '../rpc/charts.js';
import { drawChart } from '../support/draw-chart.js';
import type { Report } from './report.js';
import { ours, PER_SECOND } from './rows.js';

const colors: { readonly [peer: string]: string } = {
  barewire: '#e4572e',
  protobufjs: '#3a86c8',
  'protobuf-es': '#8d7fc9',
  'ts-proto': '#6fb1e0',
  pbf: '#4aa58a',
  'google-protobuf': '#9a9a9a',
  JSON: '#c98b2b',
  Go: '#22a6c9',
};

const plans = [
  { operation: 'encode', title: 'Encoding user literals (copy included)' },
  { operation: 'decode', title: 'Decoding' },
  { operation: 'to-json', title: 'Printing ProtoJSON' },
  { operation: 'from-json', title: 'Reading ProtoJSON' },
];

/** How fast each contender is beside barewire, payload by payload; a chart without two contenders is left out. */
export function chartsOf(report: Report): Chart[] {
  const charts: Chart[] = [];
  for (const { operation, title } of plans) {
    const data = dataOf(operation, title, report);
    if (data !== undefined) charts.push({ file: `codec-${operation}.svg`, title, svg: drawChart(data) });
  }
  return charts;
}

export function dataOf(operation: string, title: string, { rows }: Report): ChartData | undefined {
  const found = rows.filter((row) => row.unit === PER_SECOND && row.case.startsWith(`${operation}/`));
  const payloads = [...new Set(found.map((row) => row.case.slice(operation.length + 1)))];
  const peers = [...new Set(found.map((row) => row.peer))];
  const speed = (peer: string, payload: string): number | undefined =>
    found.find((row) => row.peer === peer && row.case === `${operation}/${payload}`)?.value;
  if (!peers.includes(ours) || peers.length < 2) return undefined;
  return {
    title: `${title}: messages per second, by payload`,
    kind: 'lines',
    unit: PER_SECOND,
    labels: payloads,
    series: peers.map((name) => ({ name, color: colors[name] ?? '#9a9a9a', values: payloads.map((payload) => speed(name, payload)) })),
  };
}
