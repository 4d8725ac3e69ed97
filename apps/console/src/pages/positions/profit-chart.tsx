import type { PositionDayView } from '@ome/contracts';
import { useMemo } from 'react';
import { allPages } from '../../api/all-pages';
import { useApiQuery } from '../../api/queries';
import { type ChartSeries, SeriesChart } from '../../charts/series-chart';
import { Section } from '../../feedback/page-frame';
import { QueryState } from '../../feedback/state-view';
import { resultText } from '../../market/figure-text';
import { profitDays } from './profit';

const MOST = 50_000;
/** All days are refetched, though only the last one changes. */
const REFRESH_MS = 30_000;

/** Realized profit, by day and cumulated. */
export function ProfitChart() {
  const history = useApiQuery(
    ['profit'],
    (client, options) => allPages(MOST, (page) => client.positions.history(page, options)),
    { everyMs: REFRESH_MS },
  );
  return (
    <Section title="Profit, day by day">
      <QueryState
        query={history}
        empty={{ when: (items) => items.length === 0, title: 'No market day with fills yet' }}
      >
        {(closings) => <Drawn closings={closings} />}
      </QueryState>
    </Section>
  );
}

function Drawn({ closings }: { closings: readonly PositionDayView[] }) {
  const days = useMemo(() => profitDays(closings), [closings]);
  const series = useMemo((): ChartSeries[] => {
    const points = (value: 'realized' | 'soFar') =>
      days.map((each) => ({ time: Date.parse(each.day) / 1_000, value: Number(each[value]) }));
    return [
      {
        name: 'Realized that day',
        kind: 'columns',
        color: '--ome-good',
        points: points('realized'),
      },
      { name: 'Realized so far', kind: 'line', color: '--ome-work', points: points('soFar') },
    ];
  }, [days]);
  const last = days.at(-1)!;
  return (
    <SeriesChart
      label={`Profit of ${days.length} days; ${resultText(last.soFar)} so far, ${resultText(last.realized)} on ${last.day}`}
      series={series}
    />
  );
}
