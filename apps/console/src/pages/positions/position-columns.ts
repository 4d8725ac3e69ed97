import type { ValuedPositionView } from '@ome/contracts';
import {
  averageColumn,
  type Column,
  figureColumn,
  priceColumn,
  resultColumn,
  textColumn,
  timeColumn,
} from '../../blotter/columns';
import type { MarketTime } from '../../market/market-time';

export const positionId = (position: ValuedPositionView): string => {
  const { account, exchange, symbol, product, link } = position;
  return JSON.stringify([account, exchange, symbol, product, link]);
};

export const positionColumns = (marketTime: MarketTime): Column<ValuedPositionView>[] => [
  textColumn({ field: 'account', name: 'Account', width: 90 }),
  textColumn({ field: 'symbol', name: 'Symbol', width: 180 }),
  textColumn({ field: 'exchange', name: 'Exch.', width: 64, wide: true }),
  textColumn({ field: 'product', name: 'Product', width: 78, wide: true }),
  figureColumn({ field: 'netQty', name: 'Net qty', width: 84 }),
  averageColumn({ field: 'avgPx', name: 'Avg. price', width: 92, wide: true }),
  priceColumn({ field: 'lastPx', name: 'Last', width: 84, wide: true }),
  resultColumn({ field: 'unrealizedPnl', name: 'Unrealized', width: 104 }),
  resultColumn({ field: 'dayRealizedPnl', name: 'Realized, day', width: 106, wide: true }),
  resultColumn({ field: 'realizedPnl', name: 'Realized', width: 100, wide: true }),
  figureColumn({ field: 'dayBoughtQty', name: 'Bought, day', width: 100, wide: true }),
  figureColumn({ field: 'daySoldQty', name: 'Sold, day', width: 84, wide: true }),
  textColumn({ field: 'state', name: 'State', width: 76, wide: true }),
  textColumn({ field: 'link', name: 'Link', width: 86, wide: true }),
  timeColumn({ field: 'updatedAt', name: 'Changed', wide: true }, marketTime),
];
