import type { PositionDayView, ValuedPositionView } from '@ome/contracts';
import Decimal from 'decimal.js';

export interface ProfitTotals {
  realized: string;
  today: string;
  unrealized: string;
  /** Open positions without a known price: no total includes them. */
  unpriced: number;
}

const sum = (values: readonly (string | null)[]): string =>
  values.reduce((total, value) => total.plus(value ?? 0), new Decimal(0)).toFixed();

/** @param marketDay a position's day result counts only if it is of this day */
export const profitTotals = (
  positions: readonly ValuedPositionView[],
  marketDay: string,
): ProfitTotals => ({
  realized: sum(positions.map(({ realizedPnl }) => realizedPnl)),
  today: sum(
    positions.map(({ day, dayRealizedPnl }) => (day === marketDay ? dayRealizedPnl : '0')),
  ),
  unrealized: sum(positions.map(({ unrealizedPnl }) => unrealizedPnl)),
  unpriced: positions.filter(({ netQty, unrealizedPnl }) => netQty !== '0' && !unrealizedPnl)
    .length,
});

export interface ProfitDay {
  day: string;
  realized: string;
  /** Of this day and all days before it. */
  soFar: string;
}

/** Realized profit by day, oldest first. */
export function profitDays(closings: readonly PositionDayView[]): ProfitDay[] {
  const perDay = new Map<string, Decimal>();
  for (const { day, dayRealizedPnl } of closings) {
    perDay.set(day, (perDay.get(day) ?? new Decimal(0)).plus(dayRealizedPnl));
  }
  let soFar = new Decimal(0);
  return [...perDay]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([day, realized]) => {
      soFar = soFar.plus(realized);
      return { day, realized: realized.toFixed(), soFar: soFar.toFixed() };
    });
}
