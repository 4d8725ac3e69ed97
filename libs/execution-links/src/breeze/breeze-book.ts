import {
  type BrokerOrder,
  type BrokerPosition,
  type BrokerTrade,
  Decimal,
  type HeldShares,
  isTerminal,
  ZERO,
} from '@ome/domain';
import {
  type BrokerBook,
  type BrokerRecord,
  mayBeAbout,
  mayHide,
  recordsOf,
  type RowKind,
  type UnreadableRow,
} from '@ome/engine';
import { LRUCache } from 'lru-cache';
import { BrokerFault } from '../broker/broker-fault';
import { emptyBook, readRows, type ReadSymbol, type RowNames } from '../broker/read-rows';
import type { BreezeClient } from './breeze-client';
import { type BreezeRow, textOf } from './breeze-row';
import {
  contractOf,
  type Executed,
  type OfContract,
  parseDematRow,
  parseExecuted,
  parseOrderRow,
  parsePortfolioRow,
  parsePositionRow,
  parseTradeRow,
  type SaidOrder,
} from './breeze-rows';
import type { BreezeSymbols } from './breeze-symbol';
import { requestDay } from './breeze-times';

/** An order row: the raw fields and the parsed order. */
export interface ReadOrder extends SaidOrder {
  row: BreezeRow;
}

/** The order list of an exchange, in the broker's words. */
export interface ReadList {
  orders: ReadOrder[];
  /** An order that is not among the others may be one of these. */
  unreadable: UnreadableRow[];
}

const MAX_ORDERS = 10_000;
/** How many orders are asked for one by one each time, as calls are limited. */
const MAX_ASKED = 10;
/** Prices change without any trade of ours. */
const TOLD_OF_POSITIONS = [
  ...['exchange_code', 'stock_code', 'product_type', 'expiry_date', 'strike_price', 'right'],
  ...['action', 'quantity'],
];

/** What was read about the orders of one day and is not asked for again. */
class ReadOfDay {
  readonly trades = new LRUCache<string, BrokerBook<BrokerTrade>>({ max: MAX_ORDERS });
  /** What orders have executed that had ended when they were asked for one by one. */
  readonly endedWith = new LRUCache<string, Decimal>({ max: MAX_ORDERS });
  /** Those whose own executions could not be read; the one asked longest ago comes first. */
  readonly askedInVain = new Set<string>();

  constructor(readonly day: string) {}
}

/**
 * The books of a session, read with as few calls as possible: the daily limit is low. Rows are read
 * one by one.
 */
export class BreezeBook {
  private read = new ReadOfDay('');

  constructor(
    private readonly client: BreezeClient,
    private readonly symbols: BreezeSymbols,
  ) {}

  /** Orders of one exchange between two days in India. */
  async list(exchange: string, from: Date, to: Date): Promise<ReadList> {
    const rows = await this.client.readList('/order', {
      exchange_code: exchange,
      from_date: requestDay(from),
      to_date: requestDay(to),
    });
    return this.understood(rows);
  }

  /**
   * Null where the broker does not know the order on that exchange.
   * @throws BrokerFault if what it shows of the order cannot be read
   */
  async detail(exchange: string, brokerOrderId: string): Promise<ReadOrder | null> {
    const { orders, unreadable } = await this.details(exchange, brokerOrderId);
    const [unread] = unreadable;
    if (unread) throw new BrokerFault('unknown', unread.why);
    return orders[0] ?? null;
  }

  /** A day's orders as the engine wants them: our symbols, with filled quantities. */
  async orders(exchange: string, day: Date): Promise<BrokerBook<BrokerOrder>> {
    const { orders, unreadable } = await this.list(exchange, day, day);
    const executed = orders.some(hidesFills)
      ? await this.executed(exchange, day)
      : emptyBook<Executed>();
    const executedOf = executedQuantities(executed);
    const unknown = orders.filter(
      (said) => hidesFills(said) && !executedOf(said.order.brokerOrderId),
    );
    const read = this.readOf(day);
    await this.askForEnded(exchange, unknown, read);
    const quantityOf = (id: string): Decimal | null =>
      executedOf(id) ?? read.endedWith.get(keyOf(exchange, id)) ?? null;
    const rows: BrokerRecord<BrokerOrder>[] = [];
    for (const said of orders) {
      const cumQty = hidesFills(said) ? quantityOf(said.order.brokerOrderId) : said.order.cumQty;
      const name = await this.nameOf(said);
      rows.push({ ours: { ...said.order, ...name, cumQty }, broker: said.row });
    }
    return { rows, unreadable: [...unreadable, ...executed.unreadable] };
  }

  /**
   * A line that cannot be read may be any order's, and hides what each of them has executed; the list
   * of an order's own executions does not. One that has ended is asked for once.
   */
  private async askForEnded(
    exchange: string,
    orders: readonly ReadOrder[],
    { endedWith, askedInVain }: ReadOfDay,
  ): Promise<void> {
    const ids = new Map(
      orders
        .map(({ order: { brokerOrderId: id } }) => [keyOf(exchange, id), id] as const)
        .filter(([key]) => !endedWith.has(key)),
    );
    const untried = [...ids.keys()].filter((key) => !askedInVain.has(key));
    const before = [...askedInVain].filter((key) => ids.has(key));
    for (const key of [...untried, ...before].slice(0, MAX_ASKED)) {
      const trades = await this.tradesOf(exchange, ids.get(key)!);
      askedInVain.delete(key);
      if (trades.unreadable.length === 0) endedWith.set(key, sum(trades));
      else askedInVain.add(key);
    }
  }

  /** Everything the broker records of one order, that is, its current state. */
  async history(exchange: string, brokerOrderId: string): Promise<BrokerBook<BrokerOrder>> {
    const { orders, unreadable } = await this.details(exchange, brokerOrderId);
    const [said] = orders;
    if (!said) return { rows: [], unreadable };
    const ours = { ...said.order, ...(await this.nameOf(said)) };
    if (!hidesFills(said)) return { rows: [{ ours, broker: said.row }], unreadable };
    const trades = await this.tradesOf(exchange, brokerOrderId);
    const cumQty = trades.unreadable.length === 0 ? sum(trades) : null;
    return {
      rows: [{ ours: { ...ours, cumQty }, broker: said.row }],
      unreadable: [...unreadable, ...trades.unreadable],
    };
  }

  /** The executions of one order, from the broker. */
  async tradesOf(exchange: string, brokerOrderId: string): Promise<BrokerBook<BrokerTrade>> {
    const rows = await this.client.readList('/trades', {
      exchange_code: exchange,
      order_id: brokerOrderId,
    });
    return readRows(rows, {
      ...this.reading('execution'),
      parse: (row: BreezeRow) => ({ ...contractOf(row), trade: parseTradeRow(row, brokerOrderId) }),
      translate: async ({ trade, ...said }) => ({ ...trade, ...(await this.nameOf(said)) }),
      names: async (row) => ({ ...(await this.namesOf(row)), brokerOrderId }),
    });
  }

  /**
   * All executions of a day on one exchange. The list has one line per order and no ids, so each
   * order is queried, but only once it has more executions than before.
   */
  async trades(exchange: string, day: Date): Promise<BrokerBook<BrokerTrade>> {
    const executed = await this.executed(exchange, day);
    const executedOf = executedQuantities(executed);
    const found: BrokerBook<BrokerTrade> = { rows: [], unreadable: [...executed.unreadable] };
    const read = this.readOf(day).trades;
    for (const brokerOrderId of new Set(recordsOf(executed).map((line) => line.brokerOrderId))) {
      const key = keyOf(exchange, brokerOrderId);
      const known = read.get(key);
      const quantity = executedOf(brokerOrderId);
      const isCurrent = known && quantity && sum(known).eq(quantity);
      const trades = isCurrent ? known : await this.tradesOf(exchange, brokerOrderId);
      read.set(key, trades);
      found.rows.push(...trades.rows);
      found.unreadable.push(...trades.unreadable);
    }
    return found;
  }

  async positions(): Promise<BrokerBook<BrokerPosition>> {
    return readRows(await this.client.readList('/portfoliopositions'), {
      ...this.reading('position'),
      told: TOLD_OF_POSITIONS,
      parse: parsePositionRow,
      translate: async (said) => ({ ...said.position, symbol: (await this.nameOf(said)).symbol }),
    });
  }

  /**
   * Shares are in the demat account, or in the portfolio alone until they are delivered. Both lists
   * name them by the short name, which is the same at each exchange.
   */
  async heldShares(): Promise<BrokerBook<HeldShares>> {
    const demat = await this.client.readList('/dematholdings');
    const portfolio = await this.client.readList('/portfolioholdings', { exchange_code: 'NSE' });
    const delivered = await readRows(demat, this.readingShares(parseDematRow));
    const all = await readRows(portfolio, this.readingShares(parsePortfolioRow));
    const inDemat = (code: string): Decimal =>
      recordsOf(delivered)
        .filter(({ stockCode }) => stockCode === code)
        .reduce((total, { owned }) => total.plus(owned), ZERO);
    const arriving = recordsOf(all).map(({ stockCode, quantity }) => ({
      ...NO_SHARES,
      stockCode,
      arriving: Decimal.max(quantity.minus(inDemat(stockCode)), ZERO),
    }));
    const rows = [...recordsOf(delivered), ...arriving].map(async ({ stockCode, ...shares }) => ({
      ours: { ...shares, names: await this.listingsOf(stockCode) },
      broker: {},
    }));
    return {
      rows: await Promise.all(rows),
      unreadable: [...delivered.unreadable, ...all.unreadable],
    };
  }

  /** Numbers of orders may come back on another day. */
  private readOf(day: Date): ReadOfDay {
    const date = requestDay(day);
    if (this.read.day !== date) this.read = new ReadOfDay(date);
    return this.read;
  }

  private readingShares<Said>(parse: (row: BreezeRow) => Said) {
    return {
      ...this.reading('position'),
      parse,
      translate: (said: Said) => said,
      names: async (row: BreezeRow): Promise<RowNames> => ({
        ...(await this.namesOf({ ...row, exchange_code: 'NSE' })),
        exchange: null,
      }),
    };
  }

  private listingsOf(stock_code: string): Promise<HeldShares['names']> {
    const listings = (['NSE', 'BSE'] as const).map(async (exchange) => {
      const contract = { product: 'cash', stock_code, exchange_code: exchange } as const;
      return { exchange, symbol: await this.symbols.symbolOf(contract) };
    });
    return Promise.all(listings);
  }

  nameOf({ contract, stockCode }: OfContract): Promise<ReadSymbol> {
    return contract
      ? this.symbols.nameOf(contract)
      : Promise.resolve({ symbol: stockCode, symbolUnknown: true });
  }

  private async details(exchange: string, brokerOrderId: string): Promise<ReadList> {
    const rows = await this.client.readList('/order', {
      exchange_code: exchange,
      order_id: brokerOrderId,
    });
    const { orders, unreadable } = await this.understood(rows);
    return {
      orders: orders.filter(({ order }) => order.brokerOrderId === brokerOrderId),
      unreadable: mayBeAbout({ unreadable }, { brokerOrderId }),
    };
  }

  private async understood(list: readonly unknown[]): Promise<ReadList> {
    const { rows, unreadable } = await readRows(list, {
      ...this.reading('order'),
      parse: (row: BreezeRow) => ({ ...parseOrderRow(row), row }),
      translate: (said) => said,
    });
    return { orders: rows.map(({ ours }) => ours), unreadable };
  }

  /** The executed quantity of each order, from the trade list. */
  private async executed(exchange: string, day: Date): Promise<BrokerBook<Executed>> {
    const date = requestDay(day);
    const rows = await this.client.readList('/trades', {
      exchange_code: exchange,
      from_date: date,
      to_date: date,
      product_type: '',
      action: '',
      stock_code: '',
    });
    return readRows(rows, {
      ...this.reading('execution'),
      parse: parseExecuted,
      translate: (line) => line,
    });
  }

  private reading(kind: RowKind) {
    return {
      kind,
      names: (row: BreezeRow) => this.namesOf(row),
      withoutSecrets: (text: string) => this.client.withoutSecrets(text),
    };
  }

  private async namesOf(row: BreezeRow): Promise<RowNames> {
    const { symbol, symbolUnknown } = await this.nameOf(contractOf(row));
    return {
      brokerOrderId: textOf(row, 'order_id'),
      tag: textOf(row, 'user_remark'),
      exchange: textOf(row, 'exchange_code'),
      symbol: symbolUnknown ? null : symbol || null,
    };
  }
}

const NO_SHARES = { owned: ZERO, free: ZERO, used: ZERO };

const keyOf = (exchange: string, brokerOrderId: string): string => `${exchange}\n${brokerOrderId}`;

/** Rows of some closed orders do not give the filled quantity. */
const hidesFills = ({ order: { cumQty, ordStatus } }: ReadOrder): boolean =>
  cumQty === null && ordStatus !== null && isTerminal(ordStatus);

const sum = (trades: BrokerBook<BrokerTrade>): Decimal =>
  recordsOf(trades).reduce((total, { lastQty }) => total.plus(lastQty), ZERO);

/** The quantity of each order; null if a line that cannot be read may be the order's. */
function executedQuantities(
  executed: BrokerBook<Executed>,
): (brokerOrderId: string) => Decimal | null {
  const totals = new Map<string, Decimal>();
  for (const { brokerOrderId, quantity } of recordsOf(executed)) {
    totals.set(brokerOrderId, (totals.get(brokerOrderId) ?? ZERO).plus(quantity));
  }
  return (brokerOrderId) =>
    mayHide(executed, { brokerOrderId }) ? null : (totals.get(brokerOrderId) ?? ZERO);
}
