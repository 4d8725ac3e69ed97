import { SegmentedControl, Title } from '@mantine/core';
import type { ConnectivityHistoryView, ConnectivitySampleView } from '@ome/contracts';
import { useMemo, useState } from 'react';
import { useApiQuery } from '../../api/queries';
import { useMarketTime } from '../../api/session';
import { type ChartSeries, SeriesChart } from '../../charts/series-chart';
import { Section } from '../../feedback/page-frame';
import { QueryState } from '../../feedback/state-view';
import type { MarketTime } from '../../market/market-time';
import classes from './connectivity-page.module.css';

const REFRESH_MS = 10_000;
const HOUR_MS = 3_600_000;
const SPANS = [
  { value: '1', label: '1 h' },
  { value: '8', label: '8 h' },
  { value: '24', label: '1 day' },
  { value: '168', label: '1 week' },
];

/** The recent history of a link or a store. */
export function HistoryCharts({ route }: { route: string }) {
  const [hours, setHours] = useState('1');
  const history = useApiQuery(
    ['connectivity', 'history', route, hours],
    (client, options) => {
      const from = new Date(Date.now() - Number(hours) * HOUR_MS).toISOString();
      return client.connectivity.history(route, { from }, options);
    },
    { everyMs: REFRESH_MS },
  );
  return (
    <Section
      title={`History of ${route}`}
      actions={
        <SegmentedControl aria-label="Period" data={SPANS} value={hours} onChange={setHours} />
      }
    >
      <QueryState
        query={history}
        empty={{ when: ({ items }) => items.length === 0, title: 'No data for this period' }}
      >
        {(view) => <Charts history={view} />}
      </QueryState>
    </Section>
  );
}

function Charts({ history: { items, link } }: { history: ConnectivityHistoryView }) {
  const marketTime = useMarketTime();
  const { state, latency, queue } = useMemo(() => seriesOf(items, marketTime), [items, marketTime]);
  const ups = items.filter(({ up }) => up).length;
  return (
    <div className={classes.charts}>
      <div>
        <Title order={3}>Up</Title>
        <SeriesChart
          label={`${link} was up in ${ups} of ${items.length} samples`}
          series={state}
          height={140}
          precision={0}
        />
      </div>
      <div>
        <Title order={3}>Latency in ms</Title>
        <SeriesChart label={`Latency of ${link} in milliseconds`} series={latency} height={140} />
      </div>
      <div>
        <Title order={3}>Waiting</Title>
        <SeriesChart
          label={`Commands queued for ${link}, and in doubt`}
          series={queue}
          height={140}
          precision={0}
        />
      </div>
    </div>
  );
}

function seriesOf(samples: readonly ConnectivitySampleView[], marketTime: MarketTime) {
  const line = (
    name: string,
    color: string,
    valueOf: (sample: ConnectivitySampleView) => number | null,
    kind: ChartSeries['kind'] = 'line',
  ): ChartSeries => ({
    name,
    color,
    kind,
    points: samples.flatMap((sample) => {
      const value = valueOf(sample);
      return value === null ? [] : [{ time: marketTime.chartSeconds(sample.at), value }];
    }),
  });
  return {
    state: [line('Up', '--ome-good', ({ up }) => (up ? 1 : 0), 'area')],
    latency: [
      line('p50', '--ome-good', ({ calls }) => calls.p50Ms),
      line('p95', '--ome-warn', ({ calls }) => calls.p95Ms),
      line('p99', '--ome-bad', ({ calls }) => calls.p99Ms),
    ],
    queue: [
      line('Queued', '--ome-work', ({ queued }) => queued),
      line('In doubt', '--ome-bad', ({ inDoubt }) => inDoubt),
    ],
  };
}
