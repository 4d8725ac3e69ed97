import { Injectable, NotFoundException } from '@nestjs/common';
import type { ClosedPosition } from '@ome/contracts';
import { decimal, Decimal, OrdType, Side, TimeInForce, ZERO } from '@ome/domain';
import {
  Ids,
  type KnownPosition,
  type Origin,
  orderView,
  PlaceOrder,
  PositionBook,
  type PositionKey,
} from '@ome/engine';
import { OrderQueries, PositionQueries } from '@ome/persistence';
import { invalid } from '../problems/invalid-request';
import { orRefuse, Refused } from '../problems/refused';
import { ClosingGuard } from './closing-guard';
import type { ClosePositionDto } from './positions.dto';

interface Terms {
  clOrdId: string | null;
  /** Null for a market order. */
  price: Decimal | null;
}

const MARKET: Terms = { clOrdId: null, price: null };
/** Those before have long been counted. */
const RECENT_ORDERS = 20;
const MAX_OPEN_ORDERS = 1_000;

/**
 * Closes positions by opposite orders for what is open and not being closed yet.
 *
 * Closing orders bear a tag of their position, by which they are found again: first what is still
 * open of them is read, then what is done of them is counted into the position, then its net
 * quantity is read. A fill in between makes that smaller while it still counts as open: too little
 * may be closed, never too much. Requests for one position go one after another; should two be
 * decided at once all the same, on the same state of things, their ClOrdID is the same, as it is
 * made from that state: the position's version and the newest closing order.
 */
@Injectable()
export class ClosePositions {
  constructor(
    private readonly positions: PositionQueries,
    private readonly book: PositionBook,
    private readonly orders: OrderQueries,
    private readonly placeOrder: PlaceOrder,
    private readonly guard: ClosingGuard,
    private readonly ids: Ids,
  ) {}

  async one(dto: ClosePositionDto, origin: Origin): Promise<ClosedPosition> {
    const { clOrdId = null, account, exchange, symbol, product, link, price } = dto;
    const terms = { clOrdId, price: price ? decimal(price) : null };
    const key = { account, exchange, symbol, ...(product && { product }), ...(link && { link }) };
    const found = await this.positions.find(key);
    const known = onlyOne(found);
    return this.guard.run(known.id, () => this.close(known, terms, origin));
  }

  /** One after another: limits that one of them meets must not depend on chance. */
  async all(account: string, origin: Origin): Promise<ClosedPosition[]> {
    const closed: ClosedPosition[] = [];
    for (const known of await this.positions.find({ account, open: true })) {
      try {
        closed.push(await this.guard.run(known.id, () => this.close(known, MARKET, origin)));
      } catch (error) {
        const detail = reasonOf(error);
        closed.push({ ...keyOf(known), outcome: 'failed', created: false, orders: [], detail });
      }
    }
    return closed;
  }

  private async close(known: KnownPosition, terms: Terms, origin: Origin): Promise<ClosedPosition> {
    const tag = `close-${this.ids.derive('close', known.id)}`;
    const result = { ...keyOf(known), created: false, detail: null };
    const { items: recent } = await this.orders.page({ tag }, null, RECENT_ORDERS);
    const own = recent.find(({ clOrdId }) => clOrdId === terms.clOrdId);
    if (own) return { ...result, outcome: 'closing', orders: [own] };
    const open = await this.orders.page({ tag, open: true }, null, MAX_OPEN_ORDERS);
    const filled = [...recent, ...open.items].filter(({ cumQty }) => cumQty !== '0');
    await this.book.include([...new Set(filled.map(({ orderId }) => orderId))]);
    const { position, version } = await this.reload(known);
    if (position.netQty.isZero()) return { ...result, outcome: 'flat', orders: [] };
    const side = position.netQty.gt(0) ? Side.Sell : Side.Buy;
    const working = open.items.filter(
      (order) => order.side === String(side) && order.leavesQty !== '0',
    );
    const leaves = working.reduce((sum, order) => sum.plus(order.leavesQty), ZERO);
    const orderQty = position.netQty.abs().minus(leaves);
    if (orderQty.lte(0)) return { ...result, outcome: 'alreadyClosing', orders: working };
    const state = [known.id, String(version), recent[0]?.orderId ?? ''];
    const clOrdId = terms.clOrdId ?? `close-${this.ids.derive('close', ...state)}`;
    const command = closingOrder(known, { ...terms, clOrdId }, side, orderQty, tag);
    const placed = orRefuse(await this.placeOrder.execute(command, origin, null));
    const { created } = placed;
    return { ...result, created, outcome: 'closing', orders: [orderView(placed.order)] };
  }

  private async reload({ id, ...known }: KnownPosition): Promise<KnownPosition> {
    const found = await this.positions.find(keyOf(known));
    return found.find((position) => position.id === id)!;
  }
}

/** The one that is open, or the only one there is. */
function onlyOne(found: KnownPosition[]): KnownPosition {
  const open = found.filter(({ position }) => !position.netQty.isZero());
  if (open.length > 1) {
    const field = new Set(open.map(({ product }) => product)).size > 1 ? 'product' : 'link';
    throw invalid(field, 'must say which of several open positions is meant');
  }
  const known = open[0] ?? found[0];
  if (!known) throw new NotFoundException('There never was such a position');
  return known;
}

const closingOrder = (
  { account, symbol, exchange, product, link }: PositionKey,
  { clOrdId, price }: Terms,
  side: Side,
  orderQty: Decimal,
  tag: string,
) => ({
  ...{ clOrdId, account, symbol, exchange, product, link, side, orderQty, price, tag },
  ordType: price ? OrdType.Limit : OrdType.Market,
  timeInForce: TimeInForce.Day,
  ...{ userId: null, stopPrice: null, expireAt: null, client: null, counterParty: null },
  ...{ basketId: null, parentOrderId: null, slicing: null },
});

const keyOf = ({ account, exchange, symbol, product, link }: PositionKey): PositionKey => ({
  ...{ account, exchange, symbol, product, link },
});

/** Only what is meant for clients; anything else fails the whole request. */
function reasonOf(error: unknown): string {
  if (error instanceof Refused || (error instanceof Error && 'getStatus' in error)) {
    return error.message;
  }
  throw error;
}
