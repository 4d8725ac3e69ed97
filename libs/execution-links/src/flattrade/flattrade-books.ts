import type { BrokerOrder, BrokerPosition, BrokerTrade, Order } from '@ome/domain';
import type { BrokerRecord } from '@ome/engine';
import { BrokerFault } from '../broker/broker-fault';
import type { Row } from './flattrade-answer';
import type { FlattradeClient } from './flattrade-client';
import { historyRows, orderRow, positionRow, tradeRow } from './flattrade-rows';
import type { FlattradeSymbols } from './flattrade-symbol';

/** The books of the day. Every method throws BrokerFault if Flattrade cannot answer. */
export class FlattradeBooks {
  constructor(
    private readonly client: FlattradeClient,
    private readonly uid: string,
    private readonly symbols: FlattradeSymbols,
  ) {}

  async orders(): Promise<BrokerRecord<BrokerOrder>[]> {
    const rows = await this.rows('OrderBook');
    return this.translatedAll(rows, orderRow);
  }

  /** Today's orders under Flattrade's own symbols. */
  async ordersAsNamed(): Promise<BrokerOrder[]> {
    return (await this.rows('OrderBook')).map(orderRow);
  }

  /** Oldest first; empty if the order has no number yet. */
  /** Empty for an order that Flattrade no longer has, such as one that it purged overnight. */
  async history({ brokerOrderId }: Order): Promise<BrokerOrder[]> {
    if (brokerOrderId === null) return [];
    const records = await this.recordsOf(brokerOrderId);
    return Promise.all(records.map((record) => this.translated(record)));
  }

  /** @throws BrokerFault also for an order that Flattrade numbered and has no record of */
  async records(norenordno: string): Promise<BrokerOrder[]> {
    const records = await this.recordsOf(norenordno);
    if (records.length > 0) return records;
    throw new BrokerFault('unknown', `Flattrade shows nothing of order ${norenordno}`);
  }

  private async recordsOf(norenordno: string): Promise<BrokerOrder[]> {
    return historyRows(await this.client.rows('SingleOrdHist', { uid: this.uid, norenordno }));
  }

  async trades(order?: Order): Promise<BrokerRecord<BrokerTrade>[]> {
    const rows = await this.rows('TradeBook');
    const trades = rows.map((row) => ({ ours: tradeRow(row), broker: row }));
    return order ? trades.filter(({ ours }) => ours.brokerOrderId === order.brokerOrderId) : trades;
  }

  async positions(): Promise<BrokerRecord<BrokerPosition>[]> {
    return this.translatedAll(await this.rows('PositionBook'), positionRow);
  }

  holdings(): Promise<Row[]> {
    return this.rows('Holdings', { prd: 'C' });
  }

  limits(): Promise<Row> {
    const { uid } = this;
    return this.client.object('Limits', { uid, actid: uid });
  }

  /** The same under our own symbol. */
  async translated<T extends { exchange: string; symbol: string }>(ours: T): Promise<T> {
    return { ...ours, symbol: await this.symbols.symbolOf(ours.exchange, ours.symbol) };
  }

  private translatedAll<T extends { exchange: string; symbol: string }>(
    rows: Row[],
    parse: (row: Row) => T,
  ): Promise<BrokerRecord<T>[]> {
    return Promise.all(
      rows.map(async (broker) => ({ ours: await this.translated(parse(broker)), broker })),
    );
  }

  private rows(name: string, fields: { prd?: string } = {}): Promise<Row[]> {
    const { uid } = this;
    return this.client.rows(name, { uid, actid: uid, ...fields });
  }
}
