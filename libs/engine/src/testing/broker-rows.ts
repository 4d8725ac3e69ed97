import {
  type BrokerOrder,
  type BrokerPosition,
  type BrokerTrade,
  decimal,
  OrdStatus,
  OrdType,
  Side,
  TimeInForce,
} from '@ome/domain';
import type { UnreadableRow } from '../broker-book';

/** A row of the order book. */
export const row = (fields: Partial<BrokerOrder> = {}): BrokerOrder => ({
  brokerOrderId: 'B1',
  tag: null,
  symbol: 'RELIANCE',
  exchange: 'NSE',
  product: null,
  side: Side.Buy,
  ordType: OrdType.Limit,
  timeInForce: TimeInForce.Day,
  orderQty: decimal(100),
  price: decimal(10),
  stopPrice: null,
  ordStatus: OrdStatus.New,
  news: null,
  cumQty: decimal(0),
  text: null,
  transactTime: null,
  trade: null,
  ...fields,
});

/** A row of the trade book. */
export const trade = (execId: string, lastQty: number, brokerOrderId = 'B1'): BrokerTrade => ({
  brokerOrderId,
  execId,
  lastQty: decimal(lastQty),
  lastPx: decimal(10),
  exchange: 'NSE',
  transactTime: new Date(),
});

/** A row that cannot be read. */
export const unread = (fields: Partial<UnreadableRow> = {}): UnreadableRow => ({
  kind: 'order',
  why: 'A row without a side',
  body: '{"odd":"1"}',
  content: '{"odd":"1"}',
  brokerOrderId: null,
  tag: null,
  exchange: null,
  symbol: null,
  ...fields,
});

/** A row of the positions. */
export const net = (netQty: number, fields: Partial<BrokerPosition> = {}): BrokerPosition => ({
  symbol: 'RELIANCE',
  exchange: 'NSE',
  product: null,
  netQty: decimal(netQty),
  avgPx: null,
  lastPx: null,
  realizedPnl: null,
  unrealizedPnl: null,
  ...fields,
});
