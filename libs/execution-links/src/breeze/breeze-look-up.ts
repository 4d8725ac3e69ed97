import {
  type Decimal,
  hasLimitPrice,
  hasStopPrice,
  isTerminal,
  type Order,
  type OrderTerms,
} from '@ome/domain';
import type { LinkRequest, LookUpOutcome } from '@ome/engine';
import type { BreezeBook, ReadOrder } from './breeze-book';
import { SENT_ORD_TYPE } from './breeze-codes';
import { labelOf } from './breeze-contract';
import type { BreezeLinkOptions } from './breeze-link-options';
import { exchangeOf, nameOf } from './breeze-requests';
import type { BreezeSymbols } from './breeze-symbol';
import { startOfMinute } from './breeze-times';
import type { IdentityEcho } from './identity-echo';

type LookUpOptions = Pick<BreezeLinkOptions, 'sendWindowMs' | 'timeoutMs' | 'now' | 'ours'>;

const MINUTE_MS = 60_000;

const unanswered = (text: string): LookUpOutcome => ({ outcome: 'unanswered', text });

/** Finds out the outcome of calls whose answers were lost. */
export class BreezeLookUp {
  constructor(
    private readonly book: BreezeBook,
    private readonly symbols: BreezeSymbols,
    private readonly echo: IdentityEcho,
    private readonly options: LookUpOptions,
  ) {}

  /** @throws BrokerFault if the broker could not be asked, which proves nothing */
  async placement(request: LinkRequest): Promise<LookUpOutcome> {
    const { order, tag } = request;
    const from = this.earliest(request);
    const exchange = exchangeOf(order.exchange);
    const { orders: rows, unreadable } = await this.book.list(exchange, from, this.options.now());
    for (const { order: row } of rows) this.echo.observe(row.brokerOrderId, row.tag);

    const tagged = rows.filter((row) => row.order.tag === tag);
    if (tagged.length > 1) return unanswered('Several orders at the broker have our tag');
    const [found] = tagged;
    if (found) return { outcome: 'found', brokerOrderId: found.order.brokerOrderId };
    const unread = unreadable.find((row) => row.tag === null || row.tag === tag);
    if (unread) return unanswered(`A row of the order list cannot be read: ${unread.why}`);
    return this.echo.isProved ? { outcome: 'absent' } : this.byContent(rows, request);
  }

  /** Sending a replace or cancel twice does no harm. */
  async change({ order, command }: LinkRequest): Promise<LookUpOutcome> {
    // Without a number, nothing was sent to the broker.
    if (!order.brokerOrderId) return { outcome: 'absent' };
    const { exchange_code, order_id } = nameOf(order);
    const said = await this.book.detail(exchange_code, order_id);
    if (!said) return unanswered(`Breeze does not show order ${order_id} on ${exchange_code}`);
    const { ordStatus } = said.order;
    const closed = ordStatus !== null && isTerminal(ordStatus);
    const changed = command.terms !== null && showsTerms(said, order, command.terms);
    return closed || changed
      ? { outcome: 'found', brokerOrderId: order_id }
      : { outcome: 'absent' };
  }

  /**
   * Without a tag only its content identifies an order. A single match counts as ours; no match
   * proves nothing, for the broker may be late.
   */
  private async byContent(rows: ReadOrder[], request: LinkRequest): Promise<LookUpOutcome> {
    const { order } = request;
    const contract = await this.symbols.contractOf(order.exchange, order.symbol);
    if (!contract) return unanswered(`Breeze's name of ${order.symbol} is not known`);
    const label = labelOf(contract);
    const alike = rows.filter(
      (row) =>
        row.contract !== null &&
        labelOf(row.contract) === label &&
        isLike(row, order) &&
        this.isOfAttempt(row, request),
    );
    const candidates: string[] = [];
    for (const { order: row } of alike) {
      const { brokerOrderId, exchange, side, transactTime } = row;
      const identity = { brokerOrderId, symbol: order.symbol, exchange, side, transactTime };
      if (!(await this.options.ours(identity))) candidates.push(brokerOrderId);
    }
    const [brokerOrderId, ...others] = candidates;
    if (others.length > 0) {
      const text = `Any of ${candidates.join(', ')} may be this order: compare them with the broker's website`;
      return unanswered(text);
    }
    return brokerOrderId === undefined
      ? unanswered('No such order at the broker so far; this does not prove that it never arrived')
      : { outcome: 'found', brokerOrderId, text: 'Matched by content: the broker returns no tag' };
  }

  /** Placed during the attempt; row times have whole minutes. */
  private isOfAttempt({ order: { transactTime } }: ReadOrder, request: LinkRequest): boolean {
    const latest = request.sendBy.getTime() + this.options.timeoutMs + MINUTE_MS;
    return (
      transactTime !== null &&
      transactTime >= this.earliest(request) &&
      transactTime.getTime() <= latest
    );
  }

  private earliest({ sendBy }: LinkRequest): Date {
    const started = new Date(sendBy.getTime() - this.options.sendWindowMs);
    return new Date(startOfMinute(started).getTime() - MINUTE_MS);
  }
}

/** The broker shows the limit that we derived for an order without one. */
function isLike({ order: row }: ReadOrder, order: Order): boolean {
  return (
    row.tag === null &&
    row.side === order.side &&
    row.orderQty.eq(order.orderQty) &&
    row.ordType === SENT_ORD_TYPE[order.ordType] &&
    (!hasLimitPrice(order.ordType) || equal(row.price, order.price)) &&
    (!hasStopPrice(order.ordType) || equal(row.stopPrice, order.stopPrice))
  );
}

const showsTerms = ({ order: row }: ReadOrder, { ordType }: Order, terms: OrderTerms): boolean =>
  row.orderQty.eq(terms.orderQty) &&
  (!hasLimitPrice(ordType) || equal(row.price, terms.price)) &&
  (!hasStopPrice(ordType) || equal(row.stopPrice, terms.stopPrice));

const equal = (left: Decimal | null, right: Decimal | null): boolean =>
  left && right ? left.eq(right) : left === right;
