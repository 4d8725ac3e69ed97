import type { FillView } from '@ome/contracts';
import {
  chipColumn,
  type Column,
  figureColumn,
  priceColumn,
  sideColumn,
  textColumn,
  timeColumn,
} from '../../blotter/columns';
import type { MarketTime } from '../../market/market-time';

export const fillColumns = (marketTime: MarketTime): Column<FillView>[] => [
  { ...timeColumn<FillView>({ field: 'at', name: 'Time' }, marketTime), sort: 'desc' },
  textColumn({ field: 'account', name: 'Account', width: 90, wide: true }),
  sideColumn({ field: 'side', name: 'Side' }),
  textColumn({ field: 'symbol', name: 'Symbol', width: 190 }),
  textColumn({ field: 'exchange', name: 'Exch.', width: 64, wide: true }),
  figureColumn({ field: 'quantity', name: 'Quantity', width: 90 }),
  priceColumn({ field: 'price', name: 'Price', width: 100 }),
  chipColumn({ field: 'state', name: 'State', width: 100, wide: true }, (state) =>
    state === 'live' ? 'good' : state === 'busted' ? 'bad' : 'warn',
  ),
  textColumn({ field: 'product', name: 'Product', width: 80, wide: true }),
  textColumn({ field: 'link', name: 'Link', width: 90, wide: true }),
  textColumn({ field: 'userId', name: 'User', width: 90, wide: true }),
  textColumn({ field: 'execId', name: 'ExecID', width: 190, wide: true }),
  textColumn({ field: 'orderId', name: 'OrderID', width: 200, wide: true }),
];
