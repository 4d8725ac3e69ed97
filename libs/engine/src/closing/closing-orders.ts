import {
  isOpen,
  isUnwinding,
  leavesQty,
  type Order,
  ORDER_DEFAULTS,
  OrdType,
  type Side,
  TimeInForce,
} from '@ome/domain';
import { unlessUnreadable } from '@ome/event-store';
import type { ChangeOrder } from '../change-order/change-order';
import { SLICES, targetLink } from '../execution-links';
import type { Origin } from '../order-writer';
import type { PlaceOrderCommand } from '../place-order/place-order';
import type { Ids } from '../clock-and-ids';
import type { AccountFilter, OrderReader } from '../order-reader';
import type {
  BookedPositions,
  KnownPosition,
  PositionKey,
  PositionProjector,
} from '../positions/position-projector';
import { isSamePosition } from '../positions/same-position';

/** Older orders have long been counted; a closing order may consist of a hundred slices. */
const RECENT_ORDERS = 250;
export const CLOSING_TAG = /^close-[0-9a-f]{24}$/;

/** The tag of orders that close a position, by which they are found again. */
export const closingTag = (ids: Ids, { id }: KnownPosition): string =>
  `close-${ids.derive('close', id)}`;

/** Orders of a session that affect the closing of positions. */
export class ClosingOrders {
  constructor(
    private readonly orders: OrderReader,
    private readonly book: PositionProjector,
    private readonly booked: BookedPositions,
    private readonly change: Pick<ChangeOrder, 'cancel'>,
  ) {}

  load(orderId: string): Promise<Order | null> {
    return this.orders.load(orderId);
  }

  /**
   * Open orders of the link in the instruments of these positions; sliced orders by their parent.
   */
  async open(
    link: string,
    accounts: AccountFilter,
    positions: readonly PositionKey[],
  ): Promise<Order[]> {
    const wholes = await this.openIn(SLICES, accounts, positions);
    const sent = await this.openIn(link, accounts, positions);
    const ofLink = wholes.filter((order) => targetLink(order) === link);
    const ids = new Set(ofLink.map(({ orderId }) => orderId));
    return [
      ...ofLink,
      ...sent.filter(({ parentOrderId }) => parentOrderId === null || !ids.has(parentOrderId)),
    ];
  }

  private async openIn(
    link: string,
    accounts: AccountFilter,
    positions: readonly PositionKey[],
  ): Promise<Order[]> {
    const found: Order[] = [];
    for await (const order of this.orders.open(link, accounts)) {
      if (positions.some((known) => isSamePosition(order, known))) found.push(order);
    }
    return found;
  }

  /** Requests the cancel of resting orders in these positions that do not close them. */
  async cancelResting(
    positions: readonly PositionKey[],
    open: readonly Order[],
    origin: Origin,
  ): Promise<string[]> {
    const resting = open.filter(
      (order) =>
        !isClosing(order) &&
        order.parentOrderId === null &&
        positions.some((known) => known.account === order.account && isSamePosition(order, known)),
    );
    const request = { clOrdId: null, text: 'The position is being closed' };
    for (const { orderId } of resting) {
      await unlessUnreadable(() => this.change.cancel(orderId, request, origin), null);
    }
    return resting.map(({ orderId }) => orderId);
  }

  async areOver(orderIds: readonly string[]): Promise<boolean> {
    const orders = await Promise.all(orderIds.map((orderId) => this.orders.load(orderId)));
    return orders.every((order) => order === null || !isOpen(order));
  }

  /** Counts into positions what was filled of orders that are canceled for their sake. */
  async countFilled(account: string): Promise<void> {
    await this.booked.catchUp(account);
  }

  /** Counts into the position what is done of its closing orders. @returns the newest of them */
  async count(tag: string, open: readonly Order[]): Promise<Order | undefined> {
    const recent = await this.orders.newestByTag(tag, RECENT_ORDERS);
    const own = [...recent, ...open.filter((order) => order.tag === tag)];
    // A sliced order has no fills of its own.
    const filled = own.filter(({ cumQty, slicing }) => cumQty.gt(0) && slicing === null);
    await this.book.include([...new Set(filled.map(({ orderId }) => orderId))]);
    return recent[0];
  }
}

/** Placed to close a position, on request or for a basket that is unwound. */
export const isClosing = (order: Order): boolean =>
  (order.tag !== null && CLOSING_TAG.test(order.tag)) || isUnwinding(order);

/** Orders that reduce the position when they fill. */
export const onClosingSide = (orders: readonly Order[], known: PositionKey, side: Side): Order[] =>
  orders.filter(
    (order) => order.side === side && isSamePosition(order, known) && leavesQty(order).gt(0),
  );

export const closingOrder = (
  { account, symbol, exchange, product, link }: KnownPosition,
  terms: Pick<PlaceOrderCommand, 'clOrdId' | 'price' | 'side' | 'orderQty' | 'tag'>,
): PlaceOrderCommand => ({
  ...ORDER_DEFAULTS,
  ...terms,
  account,
  symbol,
  exchange,
  product,
  link,
  ordType: terms.price ? OrdType.Limit : OrdType.Market,
  timeInForce: TimeInForce.Day,
  slice: 'whereKnown',
});
