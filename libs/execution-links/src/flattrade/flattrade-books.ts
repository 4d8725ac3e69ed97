import type { BrokerOrder, BrokerPosition, BrokerTrade, HeldShares, Order } from '@ome/domain';
import { type BrokerBook, mayBeAbout, type RowKind, type UnreadableRow } from '@ome/engine';
import { BrokerFault } from '../broker/broker-fault';
import {
  emptyBook,
  NO_NAMES,
  readRow,
  readRows,
  type RowNames,
  type RowReading,
  unreadable,
} from '../broker/read-rows';
import { isRow, type Row, textOf } from './flattrade-answer';
import type { FlattradeClient } from './flattrade-client';
import { exchangeOfCode } from './flattrade-codes';
import {
  bookedTradeRow,
  fillFault,
  heldSharesRow,
  orderRow,
  positionRow,
  tradeRow,
  withLastingFields,
} from './flattrade-rows';
import type { FlattradeSymbols } from './flattrade-symbol';

/** Prices change without any trade of ours. */
const TOLD_OF_POSITIONS = [
  'exch',
  'tsym',
  'prd',
  's_prdt_ali',
  'netqty',
  'daybuyqty',
  'daysellqty',
];

const asSaid = <T>(said: T): T => said;

/**
 * The books of the day. Every method throws BrokerFault if Flattrade cannot answer; rows are read one
 * by one.
 */
export class FlattradeBooks {
  constructor(
    private readonly client: FlattradeClient,
    private readonly uid: string,
    private readonly symbols: FlattradeSymbols,
  ) {}

  async orders(): Promise<BrokerBook<BrokerOrder>> {
    return this.readOrders(await this.rows('OrderBook'));
  }

  /** Today's orders under Flattrade's own symbols. */
  async ordersAsNamed(): Promise<BrokerBook<BrokerOrder>> {
    return readRows(await this.rows('OrderBook'), this.reading('order', orderRow, asSaid));
  }

  /**
   * Oldest first; empty if the order has no number yet, or Flattrade no longer has it, such as one
   * that it purged overnight.
   */
  async history({ brokerOrderId }: Order): Promise<BrokerBook<BrokerOrder>> {
    return brokerOrderId === null
      ? emptyBook()
      : this.readOrders(await this.recordsOf(brokerOrderId));
  }

  /**
   * @throws BrokerFault also for an order that Flattrade numbered and has no record of, or one that
   * cannot be read
   */
  async records(norenordno: string): Promise<BrokerOrder[]> {
    const records = await this.recordsOf(norenordno);
    const reading = this.reading('order', orderRow, asSaid);
    const { rows, unreadable: unreadRows } = await readRows(records, reading);
    const [unread] = unreadRows;
    if (unread) throw new BrokerFault('unknown', `A record of order ${norenordno}: ${unread.why}`);
    if (rows.length > 0) return rows.map(({ ours }) => ours);
    throw new BrokerFault('unknown', `Flattrade shows nothing of order ${norenordno}`);
  }

  async trades(order?: Order): Promise<BrokerBook<BrokerTrade>> {
    const reading = this.reading('execution', bookedTradeRow, (trade) => this.namedTrade(trade));
    const book = await readRows(await this.rows('TradeBook'), reading);
    if (!order) return book;
    return {
      rows: book.rows.filter(({ ours }) => ours.brokerOrderId === order.brokerOrderId),
      unreadable: mayBeAbout(book, order),
    };
  }

  async positions(): Promise<BrokerBook<BrokerPosition>> {
    const reading = this.reading('position', positionRow, this.translated);
    return readRows(await this.rows('PositionBook'), { ...reading, told: TOLD_OF_POSITIONS });
  }

  async holdings(): Promise<object[]> {
    return (await this.heldRows()).filter(isRow);
  }

  async heldShares(): Promise<BrokerBook<HeldShares>> {
    const translate = async (shares: HeldShares): Promise<HeldShares> => ({
      ...shares,
      names: await Promise.all(shares.names.map(this.translated)),
    });
    const reading = this.reading('position', heldSharesRow, translate);
    return readRows(await this.heldRows(), { ...reading, names: (row) => this.namesOfHeld(row) });
  }

  limits(): Promise<Row> {
    const { uid } = this;
    return this.client.object('Limits', { uid, actid: uid });
  }

  /** A frame of the order stream; what of it cannot be read comes beside it. */
  async frame(row: Row): Promise<{ order: BrokerOrder | null; unread: UnreadableRow | null }> {
    const read = await readRow(row, this.orderReading());
    if (!('ours' in read)) return { order: null, unread: read };
    return { order: read.ours, unread: await this.unreadFill(row) };
  }

  /** A message of the order stream that is not even JSON. */
  unreadFrame(text: string): UnreadableRow {
    return unreadable(text, 'It is not JSON', NO_NAMES, this.orderReading());
  }

  private async readOrders(rows: readonly unknown[]): Promise<BrokerBook<BrokerOrder>> {
    const book = await readRows(rows, this.orderReading());
    const fills = await Promise.all(book.rows.map(({ broker }) => this.unreadFill(broker as Row)));
    return {
      rows: book.rows,
      unreadable: [...book.unreadable, ...fills.filter((fill) => fill !== null)],
    };
  }

  /** The execution in a row whose order can be read. */
  private async unreadFill(row: Row): Promise<UnreadableRow | null> {
    const why = fillFault(row);
    const reading = this.reading('execution', tradeRow, asSaid);
    return why === null ? null : unreadable(row, why, await reading.names(row), reading);
  }

  private orderReading(): RowReading<Row, BrokerOrder, BrokerOrder> {
    return this.reading('order', orderRow, this.translated);
  }

  private reading<Said>(
    kind: RowKind,
    parse: (row: Row) => Said,
    translate: (said: Said) => Promise<Said> | Said,
  ): RowReading<Row, Said, Said> {
    return {
      kind,
      parse,
      translate,
      names: (row: Row) => this.namesOf(row),
      withoutSecrets: (text: string) => this.client.withoutSecrets(text),
    };
  }

  private async namedTrade(trade: BrokerTrade): Promise<BrokerTrade> {
    const { exchange, symbol } = trade;
    return symbol === undefined
      ? trade
      : { ...trade, ...(await this.symbols.nameOf(exchange, symbol)) };
  }

  /** The same under our own symbol. */
  private readonly translated = async <T extends { exchange: string; symbol: string }>(
    ours: T,
  ): Promise<T> => ({
    ...ours,
    ...(await this.symbols.nameOf(ours.exchange, ours.symbol)),
  });

  private async namesOf(row: Row): Promise<RowNames> {
    const exch = textOf(row, 'exch');
    const exchange = exch && (exchangeOfCode(exch) ?? exch);
    const tsym = textOf(row, 'tsym');
    // Without its exchange it may be of any instrument, as ours have other names.
    const name = exchange && tsym ? await this.symbols.nameOf(exchange, tsym) : null;
    const brokerOrderId = textOf(row, 'norenordno');
    const symbol = name?.symbol ?? null;
    return { brokerOrderId, tag: textOf(row, 'remarks'), exchange, symbol };
  }

  /** Listed at several exchanges, the row is not about one of them alone. */
  private async namesOfHeld({ exch_tsym: listed }: Row): Promise<RowNames> {
    const [only, ...more] = Array.isArray(listed) ? listed.filter(isRow) : [];
    return only && more.length === 0 ? this.namesOf(only) : NO_NAMES;
  }

  private heldRows(): Promise<unknown[]> {
    return this.rows('Holdings', { prd: 'C' });
  }

  private async recordsOf(norenordno: string): Promise<unknown[]> {
    const newestFirst = await this.client.rows('SingleOrdHist', { uid: this.uid, norenordno });
    return withLastingFields(newestFirst).reverse();
  }

  private rows(name: string, fields: { prd?: string } = {}): Promise<unknown[]> {
    const { uid } = this;
    return this.client.rows(name, { uid, actid: uid, ...fields });
  }
}
