import type { PositionDayView, ValuedPositionView } from '@ome/contracts';
import { profitDays, profitTotals } from './profit';

const position = (fields: Partial<ValuedPositionView>): ValuedPositionView => ({
  account: '1',
  exchange: 'NSE',
  symbol: 'TCS',
  product: null,
  link: 'rest',
  netQty: '0',
  avgPx: null,
  realizedPnl: '0',
  day: '2026-11-20',
  dayBoughtQty: '0',
  daySoldQty: '0',
  dayRealizedPnl: '0',
  lastFillPx: null,
  version: 1,
  updatedAt: '2026-11-20T05:00:00Z',
  lastPx: null,
  lastPxAt: null,
  unrealizedPnl: null,
  state: 'open',
  ...fields,
});

const closing = (day: string, dayRealizedPnl: string) =>
  ({ day, dayRealizedPnl }) as PositionDayView;

test('totals are exact, and exclude day results of earlier days', () => {
  const positions = [
    position({ realizedPnl: '0.1', dayRealizedPnl: '0.1' }),
    position({ realizedPnl: '0.2', dayRealizedPnl: '5', day: '2026-11-19' }),
    position({ netQty: '10', unrealizedPnl: '-7.25' }),
    position({ netQty: '-3' }),
  ];
  expect(profitTotals(positions, '2026-11-20')).toEqual({
    realized: '0.3',
    today: '0.1',
    unrealized: '-7.25',
    unpriced: 1,
  });
});

test('days add up, whatever the order of the closings', () => {
  const closings = [
    closing('2026-11-20', '-2.5'),
    closing('2026-11-19', '1.05'),
    closing('2026-11-19', '0.95'),
  ];
  expect(profitDays(closings)).toEqual([
    { day: '2026-11-19', realized: '2', soFar: '2' },
    { day: '2026-11-20', realized: '-2.5', soFar: '-0.5' },
  ]);
});
