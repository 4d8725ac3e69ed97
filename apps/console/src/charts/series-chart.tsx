import { Anchor, useComputedColorScheme } from '@mantine/core';
import {
  AreaSeries,
  createChart,
  HistogramSeries,
  type IChartApi,
  LineSeries,
  type UTCTimestamp,
} from 'lightweight-charts';
import { useEffect, useRef } from 'react';
import { TRADING_VIEW } from './trading-view';

/** A figure as a chart can draw it; a table beside it has the exact one. */
export interface ChartPoint {
  /** Seconds, from MarketTime.chartSeconds. */
  time: number;
  value: number;
}

export interface ChartSeries {
  name: string;
  kind: 'line' | 'area' | 'columns';
  /** A variable of the style sheet, such as `--ome-good`; negative columns use `--ome-bad`. */
  color: string;
  points: readonly ChartPoint[];
}

interface SeriesChartProps {
  /** Its accessible description. */
  label: string;
  series: readonly ChartSeries[];
  height?: number;
  /** Two decimals by default. */
  precision?: number;
}

export function SeriesChart({ label, series, height = 200, precision = 2 }: SeriesChartProps) {
  const container = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme('light');

  useEffect(() => {
    const element = container.current!;
    const chart = createChart(element, chartOptions(element, height));
    for (const each of series) addSeries(chart, element, each, precision);
    chart.timeScale().fitContent();
    return () => chart.remove();
  }, [series, height, precision, scheme]);

  return (
    <figure style={{ margin: 0 }}>
      <figcaption>
        {series.map(({ name, color }) => (
          <span key={name} style={{ marginRight: 16, fontSize: '0.75rem' }}>
            <span
              aria-hidden
              style={{
                display: 'inline-block',
                width: 10,
                height: 3,
                marginRight: 6,
                verticalAlign: 'middle',
                background: `var(${color})`,
              }}
            />
            {name}
          </span>
        ))}
        <Anchor href={TRADING_VIEW} target="_blank" rel="noreferrer" size="xs">
          Chart by TradingView
        </Anchor>
      </figcaption>
      <div ref={container} role="img" aria-label={label} style={{ height }} />
    </figure>
  );
}

const colorOf = (element: Element, variable: string): string =>
  getComputedStyle(element).getPropertyValue(variable).trim();

const chartOptions = (element: Element, height: number) => ({
  height,
  autoSize: true,
  layout: {
    background: { color: 'transparent' },
    textColor: colorOf(element, '--mantine-color-dimmed'),
    fontSize: 11,
    // It would be a link within an image: the caption has one.
    attributionLogo: false,
  },
  grid: {
    vertLines: { visible: false },
    horzLines: { color: colorOf(element, '--ome-line') },
  },
  rightPriceScale: { borderVisible: false },
  timeScale: { borderVisible: false, timeVisible: true, secondsVisible: false },
  handleScroll: false,
  handleScale: false,
});

function addSeries(
  chart: IChartApi,
  element: Element,
  { kind, color, points }: ChartSeries,
  precision: number,
): void {
  const shade = colorOf(element, color);
  const priceFormat = { type: 'price' as const, precision, minMove: 10 ** -precision };
  const data = points.map(({ time, value }) => ({ time: time as UTCTimestamp, value }));
  const options = { priceFormat, priceLineVisible: false };
  if (kind === 'columns') {
    const below = colorOf(element, '--ome-bad');
    chart
      .addSeries(HistogramSeries, { ...options, color: shade })
      .setData(data.map((point) => ({ ...point, color: point.value < 0 ? below : shade })));
  } else if (kind === 'area') {
    const fade = { topColor: `${shade}55`, bottomColor: `${shade}00` };
    chart
      .addSeries(AreaSeries, { ...options, ...fade, lineColor: shade, lineWidth: 2 })
      .setData(data);
  } else {
    chart.addSeries(LineSeries, { ...options, color: shade, lineWidth: 2 }).setData(data);
  }
}
