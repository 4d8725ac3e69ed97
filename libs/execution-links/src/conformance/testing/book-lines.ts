import {
  type BrokerOrder,
  type BrokerPosition,
  type BrokerTrade,
  type Decimal,
  decimalText,
  ORD_STATUS_CODE,
  type OrdStatus,
} from '@ome/domain';

const amount = (value: Decimal | null): string => (value ? decimalText(value) : '?');

/** FIX's code; a question mark if the broker's report gives none. */
export const statusCode = (status: OrdStatus | null): string =>
  status === null ? '?' : ORD_STATUS_CODE[status];

const line = (...words: (string | null)[]): string =>
  words.filter((word) => word !== null).join(' ');

/** An order of a book in a line: `1234 NSE INFY BUY 10 @1500 is 0 filled 0 at 04:32:12Z`. */
export function orderLine(row: Omit<BrokerOrder, 'symbol'> & { symbol?: string }): string {
  const { brokerOrderId, exchange, symbol, side, orderQty, price, stopPrice, tag } = row;
  return line(
    ...[brokerOrderId, exchange, symbol ?? null, side, decimalText(orderQty)],
    `@${amount(price)}`,
    stopPrice && `stop ${amount(stopPrice)}`,
    `is ${statusCode(row.ordStatus)} filled ${amount(row.cumQty)}`,
    row.news && `news ${row.news}`,
    tag && `tag ${tag}`,
    row.transactTime && `at ${row.transactTime.toISOString().slice(11, 19)}`,
    row.text && `"${row.text}"`,
  );
}

export const tradeLine = (trade: BrokerTrade): string =>
  line(
    ...[trade.brokerOrderId, trade.execId, amount(trade.lastQty)],
    `@${amount(trade.lastPx)}`,
    trade.transactTime && `at ${trade.transactTime.toISOString().slice(11, 19)}`,
  );

export const positionLine = (position: BrokerPosition): string =>
  line(
    ...[position.exchange, position.symbol, position.product, amount(position.netQty)],
    `@${amount(position.avgPx)} last ${amount(position.lastPx)}`,
    `realized ${amount(position.realizedPnl)} unrealized ${amount(position.unrealizedPnl)}`,
  );
