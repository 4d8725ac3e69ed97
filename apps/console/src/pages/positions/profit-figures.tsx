import type { ValuedPositionView } from '@ome/contracts';
import { useMarketTime } from '../../api/session';
import { type Figure, FigureRow } from '../../feedback/figure-row';
import { compareDecimals } from '../../market/compare-decimals';
import { resultText } from '../../market/figure-text';
import { profitTotals } from './profit';

export function ProfitFigures({ positions }: { positions: readonly ValuedPositionView[] }) {
  const marketTime = useMarketTime();
  const totals = profitTotals(positions, marketTime.today());
  const { realized, today, unrealized, unpriced } = totals;
  const hint = unpriced === 0 ? undefined : `${unpriced} without a price excluded`;
  return (
    <FigureRow
      figures={[
        figure('Unrealized', unrealized, hint),
        figure('Realized today', today),
        figure('Realized in total', realized),
      ]}
    />
  );
}

function figure(name: string, value: string, hint?: string): Figure {
  const sign = compareDecimals(value, '0');
  const tone = sign === 0 ? undefined : sign > 0 ? 'good' : 'bad';
  return { name, value: resultText(value), tone, hint };
}
