import type { OrderView } from '@ome/contracts';
import {
  averageColumn,
  type Column,
  figureColumn,
  priceColumn,
  orderStatusColumn,
  sideColumn,
  textColumn,
  timeColumn,
} from '../../blotter/columns';
import type { MarketTime } from '../../market/market-time';

export const orderColumns = (marketTime: MarketTime): Column<OrderView>[] => [
  orderStatusColumn<OrderView>(),
  {
    ...timeColumn<OrderView>({ field: 'createdAt', name: 'Time' }, marketTime),
    sort: 'desc',
    wide: true,
  },
  textColumn({ field: 'account', name: 'Account', width: 76, wide: true }),
  sideColumn({ field: 'side', name: 'Side' }),
  { ...textColumn<OrderView>({ field: 'symbol', name: 'Symbol', width: 160 }), phoneWidth: 132 },
  textColumn({ field: 'exchange', name: 'Exch.', width: 56, wide: true }),
  figureColumn({ field: 'orderQty', name: 'Qty', width: 66 }),
  figureColumn({ field: 'cumQty', name: 'Filled', width: 66 }),
  priceColumn({ field: 'price', name: 'Price', width: 80 }),
  averageColumn({ field: 'avgPx', name: 'Avg. price', width: 92, wide: true }),
  figureColumn({ field: 'leavesQty', name: 'Leaves', width: 66, wide: true }),
  textColumn({ field: 'ordType', name: 'Type', width: 76, wide: true }),
  textColumn({ field: 'reason', name: 'Reason', width: 260, wide: true }),
  textColumn({ field: 'clOrdId', name: 'ClOrdID', width: 190, wide: true }),
  priceColumn({ field: 'stopPrice', name: 'Stop', width: 80, wide: true }),
  textColumn({ field: 'timeInForce', name: 'TIF', width: 58, wide: true }),
  textColumn({ field: 'product', name: 'Product', width: 78, wide: true }),
  textColumn({ field: 'link', name: 'Link', width: 90, wide: true }),
  textColumn({ field: 'userId', name: 'User', width: 90, wide: true }),
  textColumn({ field: 'orderId', name: 'OrderID', width: 190, wide: true }),
  textColumn({ field: 'brokerOrderId', name: 'Venue’s id', width: 150, wide: true }),
  timeColumn({ field: 'updatedAt', name: 'Changed' }, marketTime),
];
