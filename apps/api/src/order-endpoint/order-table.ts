import type { FillView } from '@ome/contracts';
import { displaySymbol, leavesQty, type Order, OrdStatus, ordStatus, Side } from '@ome/domain';
import { wireId, wireNumber, wireStamp } from '@ome/execution-links';

const columns = (...names: string[]) => names.map((name, id) => ({ id, name, sortAsc: true }));

const ORDER_COLUMNS = columns(
  'Side',
  'State',
  'Symbol',
  'Client',
  'Size',
  'QtyDone',
  'QtyOpen',
  'OrderId',
  'PriceInstruction',
  'Exchange',
  'OrderStamp',
  'ProductType',
  'Ask',
  'Bid',
  'LTP',
  'Fills',
);

const FILL_COLUMNS = columns('OrderId', 'QtyDone', 'Exchange', 'Stamp', 'Price', 'FillId');

/** The table's words for each status. */
const STATE_WORD: Readonly<Record<OrdStatus, string>> = {
  [OrdStatus.New]: 'LIVE',
  [OrdStatus.PartiallyFilled]: 'Partially filled',
  [OrdStatus.Filled]: 'Filled',
  [OrdStatus.DoneForDay]: 'Done for day',
  [OrdStatus.Canceled]: 'Cancelled',
  [OrdStatus.PendingCancel]: 'Pending for cancel',
  [OrdStatus.Stopped]: 'Stopped',
  [OrdStatus.Rejected]: 'Rejected',
  [OrdStatus.Suspended]: 'Suspended',
  [OrdStatus.PendingNew]: 'PN',
  [OrdStatus.Calculated]: 'Calculated',
  [OrdStatus.Expired]: 'Expired',
  [OrdStatus.AcceptedForBidding]: 'Accepted for binding',
  [OrdStatus.PendingReplace]: 'Pending replace',
};

/** The table's value for a missing price. */
const NO_PRICE = -1;

/** The type 4 table of wire format 1. */
export function orderTable(orders: Order[], fills: Map<string, FillView[]>, timeZone: string) {
  return {
    Orders: {
      order_columns: ORDER_COLUMNS,
      fill_columns: FILL_COLUMNS,
      data: orders.map((order, id) => ({
        id,
        order_table: orderRow(order, timeZone),
        fill_table: (fills.get(order.orderId) ?? []).map((fill) => fillRow(fill, timeZone)),
      })),
    },
    accounts: orders.map(({ account }) => wireId(account)),
  };
}

function orderRow(order: Order, timeZone: string) {
  const price = order.price ? wireNumber(order.price.toFixed()) : NO_PRICE;
  return [
    order.side === Side.Buy ? 'B' : 'S',
    STATE_WORD[ordStatus(order)],
    displaySymbol(order),
    wireId(order.client),
    wireNumber(order.orderQty.toFixed()),
    wireNumber(order.cumQty.toFixed()),
    wireNumber(leavesQty(order).toFixed()),
    order.orderId,
    order.ordType,
    order.exchange,
    wireStamp(order.createdAt, timeZone),
    order.product,
    price,
    order.side === Side.Buy ? price : NO_PRICE,
    order.lastPx ? wireNumber(order.lastPx.toFixed()) : NO_PRICE,
  ];
}

const fillRow = (fill: FillView, timeZone: string) => [
  fill.orderId,
  wireNumber(fill.quantity),
  fill.exchange,
  wireStamp(new Date(fill.at), timeZone),
  wireNumber(fill.price),
  fill.execId,
];
