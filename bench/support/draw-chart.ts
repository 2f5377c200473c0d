import type { ChartData } from '../rpc/charts.js';
import { rival } from '../rpc/peers/rival.js';
import { readable } from './text-table.js';

/** What is used here of ECharts, which draws without a browser. */
interface Echarts {
  init(
    element: null,
    theme: null,
    options: { renderer: 'svg'; ssr: true; width: number; height: number },
  ): {
    setOption(option: object): void;
    renderToSVGString(): string;
    dispose(): void;
  };
}

const width = 860;
const height = 440;

/** Grid lines that can be told from a white page and from a black one. */
const faint = '#8886';

/** Text that stands out from a white page (4.5 : 1) and from a nearly black one (4.1 : 1), whatever the picture is shown by. */
const ink = '#6e7781';

/** A chart as SVG without a background, its values on a logarithmic axis: contenders are orders of magnitude apart. */
export function drawChart(data: ChartData): string {
  const chart = rival<Echarts>('echarts').init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption(optionOf(data));
    return `${chart.renderToSVGString()}\n`;
  } finally {
    chart.dispose();
  }
}

function optionOf({ title, kind, unit, labels, series }: ChartData): object {
  const text = { color: ink, fontFamily: 'system-ui, sans-serif' };
  const labelAxis = {
    type: 'category',
    data: labels,
    boundaryGap: kind === 'bars',
    axisLabel: { ...text, interval: 0, rotate: labels.length > 6 ? 25 : 0 },
    axisLine: { lineStyle: { color: '#888' } },
    axisTick: { show: false },
  };
  const valueAxis = {
    type: 'log',
    name: unit,
    nameTextStyle: text,
    axisLabel: { ...text, formatter: (value: number) => value.toLocaleString('en-US') },
    splitLine: { lineStyle: { color: faint } },
  };
  return {
    animation: false,
    textStyle: text,
    title: { text: title, left: 'center', textStyle: { ...text, fontSize: 15 } },
    legend: { bottom: 0, textStyle: text, itemWidth: 14, itemGap: 22 },
    grid: { left: 16, right: 24, top: 60, bottom: 56, containLabel: true },
    xAxis: labelAxis,
    yAxis: valueAxis,
    series: series.map(({ name, color, values }) => ({
      name,
      type: kind === 'bars' ? 'bar' : 'line',
      // A logarithmic axis has no place for what is not above zero.
      data: values.map((value) => (value !== undefined && value > 0 ? value : '-')),
      itemStyle: { color },
      lineStyle: { color, width: name === 'barewire' ? 3.5 : 1.8 },
      symbolSize: 7,
      label: {
        show: kind === 'bars' && values.length * series.length <= 20,
        position: 'top',
        formatter: ({ value }: { value: number }) => readable(value),
        ...text,
        fontSize: 10,
      },
    })),
  };
}
