import {
  type BrokerOrder,
  type BrokerPosition,
  type BrokerTrade,
  type Decimal,
  isTerminal,
  ZERO,
} from '@ome/domain';
import type { BrokerRecord } from '@ome/engine';
import { LRUCache } from 'lru-cache';
import type { BreezeClient } from './breeze-client';
import { type BreezeRow, decimalOf, textOf } from './breeze-row';
import {
  type OfContract,
  parseOrderRow,
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

/** The order list of an exchange. */
export interface ReadList {
  orders: ReadOrder[];
  /** True if every row could be parsed: an order not among them is then not in the list. */
  complete: boolean;
}

const MAX_ORDERS = 10_000;

/** The books of a session, read with as few calls as possible: the daily limit is low. */
export class BreezeBook {
  private readonly readTrades = new LRUCache<string, BrokerRecord<BrokerTrade>[]>({
    max: MAX_ORDERS,
  });

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
    const orders = rows.flatMap(understood);
    return { orders, complete: orders.length === rows.length };
  }

  /** Null where the broker does not know the order on that exchange. */
  async detail(exchange: string, brokerOrderId: string): Promise<ReadOrder | null> {
    const rows = await this.client.readList('/order', {
      exchange_code: exchange,
      order_id: brokerOrderId,
    });
    const found = rows.flatMap(understood);
    return found.find(({ order }) => order.brokerOrderId === brokerOrderId) ?? null;
  }

  /** A day's orders as the engine wants them: our symbols, with filled quantities. */
  async orders(exchange: string, day: Date): Promise<BrokerRecord<BrokerOrder>[]> {
    const { orders } = await this.list(exchange, day, day);
    const executed = orders.some(hidesFills) ? await this.executed(exchange, day) : NONE;
    const found: BrokerRecord<BrokerOrder>[] = [];
    for (const said of orders) {
      const cumQty = hidesFills(said)
        ? (executed.get(said.order.brokerOrderId) ?? ZERO)
        : said.order.cumQty;
      const symbol = await this.symbolOf(said);
      found.push({ ours: { ...said.order, symbol, cumQty }, broker: said.row });
    }
    return found;
  }

  /** Everything the broker records of one order, that is, its current state. */
  async history(exchange: string, brokerOrderId: string): Promise<BrokerOrder[]> {
    const said = await this.detail(exchange, brokerOrderId);
    if (!said) return [];
    const symbol = await this.symbolOf(said);
    if (!hidesFills(said)) return [{ ...said.order, symbol }];
    const cumQty = sum(await this.tradesOf(exchange, brokerOrderId));
    return [{ ...said.order, symbol, cumQty }];
  }

  /** The executions of one order, from the broker. */
  async tradesOf(exchange: string, brokerOrderId: string): Promise<BrokerRecord<BrokerTrade>[]> {
    const rows = await this.client.readList('/trades', {
      exchange_code: exchange,
      order_id: brokerOrderId,
    });
    return rows.map((broker) => ({ ours: parseTradeRow(broker, brokerOrderId), broker }));
  }

  /**
   * All executions of a day on one exchange. The list has one line per order and no ids, so each
   * order is queried, but only once it has more executions than before.
   */
  async trades(exchange: string, day: Date): Promise<BrokerRecord<BrokerTrade>[]> {
    const found: BrokerRecord<BrokerTrade>[] = [];
    for (const [brokerOrderId, quantity] of await this.executed(exchange, day)) {
      const known = this.readTrades.get(brokerOrderId);
      const isCurrent = known && sum(known).eq(quantity);
      const trades = isCurrent ? known : await this.tradesOf(exchange, brokerOrderId);
      this.readTrades.set(brokerOrderId, trades);
      found.push(...trades);
    }
    return found;
  }

  async positions(): Promise<BrokerRecord<BrokerPosition>[]> {
    const rows = await this.client.readList('/portfoliopositions');
    const found: BrokerRecord<BrokerPosition>[] = [];
    for (const broker of rows) {
      const said = parsePositionRow(broker);
      if (!said) continue;
      found.push({ ours: { ...said.position, symbol: await this.symbolOf(said) }, broker });
    }
    return found;
  }

  symbolOf({ contract, stockCode }: OfContract): Promise<string> {
    return contract ? this.symbols.symbolOf(contract) : Promise.resolve(stockCode);
  }

  /** The executed quantity of each order, from the trade list. */
  private async executed(exchange: string, day: Date): Promise<ReadonlyMap<string, Decimal>> {
    const date = requestDay(day);
    const rows = await this.client.readList('/trades', {
      exchange_code: exchange,
      from_date: date,
      to_date: date,
      product_type: '',
      action: '',
      stock_code: '',
    });
    const executed = new Map<string, Decimal>();
    for (const row of rows) {
      const brokerOrderId = textOf(row, 'order_id');
      const quantity = decimalOf(row, 'quantity');
      if (!brokerOrderId || !quantity) continue;
      executed.set(brokerOrderId, (executed.get(brokerOrderId) ?? ZERO).plus(quantity));
    }
    return executed;
  }
}

const NONE: ReadonlyMap<string, Decimal> = new Map();

/** Rows of some closed orders do not give the filled quantity. */
const hidesFills = ({ order: { cumQty, ordStatus } }: ReadOrder): boolean =>
  cumQty === null && ordStatus !== null && isTerminal(ordStatus);

const sum = (trades: BrokerRecord<BrokerTrade>[]): Decimal =>
  trades.reduce((total, { ours }) => total.plus(ours.lastQty), ZERO);

function understood(row: BreezeRow): ReadOrder[] {
  const said = parseOrderRow(row);
  return said ? [{ ...said, row }] : [];
}
