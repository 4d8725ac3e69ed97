import {
  type ClosedElsewhere,
  closingSide,
  Decimal,
  leavesOf,
  notHeldOf,
  type Basket,
  type Order,
  type Refusal,
  refuse,
  RefusalCode,
  Side,
  unwindingQuantity,
  type UnwindingQuantity,
  ZERO,
} from '@ome/domain';
import type { Clock } from '../clock-and-ids';
import { type BrokerHoldings, restingIn } from '../closing/broker-holdings';
import { type ClosingOrders, isClosing, onClosingSide } from '../closing/closing-orders';
import { type ClosingGuard, ClosingLost } from '../closing/closing-ports';
import { targetLink } from '../execution-links';
import type { Origin } from '../order-writer';
import type { BookedPositions, PositionKey, PositionReader } from '../positions/position-projector';
import { isSamePosition } from '../positions/same-position';

/** Fills of positions by who placed their orders. Positions without a product have the default one. */
export abstract class FillsByOrigin {
  /** What orders that no basket placed filled on this side since then, by the time of the fills. */
  abstract outsideBaskets(position: PositionKey, side: Side, since: Date): Promise<ClosedElsewhere>;
  /** What orders of baskets bought of the position less what they sold, without these orders. */
  abstract ofBaskets(position: PositionKey, without: readonly string[]): Promise<Decimal>;
}

/** A quantity that the order of a leg filled, and that is to be closed. */
export interface Unclosed {
  basket: Basket;
  leg: number;
  /** The leg's order. */
  order: Order;
  quantity: Decimal;
}

/**
 * Acts on how much may be closed, or on why the broker does not say; `keep` renews the lock, and
 * throws if it was lost.
 */
export type ActOnHeld = (
  held: UnwindingQuantity | Refusal,
  keep: () => Promise<void>,
) => Promise<boolean> | boolean;

/** The broker's position book may show a fill later than its stream does. */
const BOOK_LAG_MS = 10_000;
/**
 * Brokers stamp fills in whole seconds, by clocks of their own. One that was just before the leg may
 * count as after it: then a quantity stays open, with an alert, and nothing is sold twice.
 */
const STAMP_SLACK_MS = 2_000;

const FOR_BASKETS: Origin = { by: 'baskets', requestId: null };

/**
 * How much of what a leg filled is still there to be closed: a person, the broker's risk desk or
 * another request may have closed it before.
 */
export class HeldLegs {
  constructor(
    private readonly holdings: BrokerHoldings,
    private readonly positions: { booked: BookedPositions; reader: PositionReader },
    private readonly orders: ClosingOrders,
    private readonly fills: FillsByOrigin,
    private readonly guard: ClosingGuard,
    private readonly clock: Clock,
    private readonly cancelsResting: boolean,
  ) {}

  /**
   * Acts while no other request closes positions of the session.
   *
   * @returns false if orders have to end first, or nothing can be done now
   */
  async act(asked: Unclosed, act: ActOnHeld): Promise<boolean> {
    const turn = this.holdings.turnOf(positionOf(asked.order));
    try {
      const run = await this.guard.run(turn, async (keep) => {
        const held = await this.held(asked);
        return held !== null && act(held, keep);
      });
      return run?.result ?? false;
    } catch (error) {
      if (error instanceof ClosingLost) return false;
      throw error;
    }
  }

  /**
   * Reads open orders first, then the broker's positions, then ours: after a fill in between, its
   * quantity counts as working, and all is read again. Null if orders have to end first.
   */
  private async held({
    basket,
    leg,
    order,
    quantity,
  }: Unclosed): Promise<UnwindingQuantity | Refusal | null> {
    const position = positionOf(order);
    const { account, link } = position;
    const side = order.side === Side.Buy ? Side.Sell : Side.Buy;
    const accounts = this.holdings.accountsOf(position);
    const open = await this.orders.open(link, accounts, [position]);
    if (!(await this.positions.booked.catchUp(account))) return null;
    const broker = (await this.holdings.holdingsFor(position))(position);
    if (broker.state === 'unread')
      return refuse(RefusalCode.BrokerUnread, `${link} cannot say what it holds: ${broker.text}`);
    const positions = await this.positions.reader.find({ account, open: true });
    const netQty = positions
      .filter((known) => known.link === link && isSamePosition(known, position))
      .reduce((sum, known) => sum.plus(known.position.netQty), ZERO);
    const since = new Date(order.createdAt.getTime() - STAMP_SLACK_MS);
    const outside = await this.fills.outsideBaskets(position, side, since);
    const closing = onClosingSide(open, position, side);
    const along = order.side === Side.Buy ? netQty : netQty.negated();
    const inputs = {
      side: order.side,
      quantity,
      netQty,
      closed: without(outside, notHeldOf(basket, { leg })),
      // Only what the position lacks may others hide.
      ofOtherLegs: quantity.gt(along)
        ? await this.fills.ofBaskets(position, ordersOf(basket, order, leg))
        : ZERO,
      working: leavesOf(closing.filter((one) => one.account === account && closesPositions(one))),
    };
    const ours = unwindingQuantity({ ...inputs, broker: null });
    const room = (found: UnwindingQuantity) => this.makeRoom(position, closing, netQty, found);
    if (broker.state === 'none') return (await room(ours)) ? ours : null;
    const { holdings } = broker;
    const others = closing.filter((one) => one.account !== account);
    const held = unwindingQuantity({
      ...inputs,
      broker: {
        netQty: holdings.netQty(position),
        ofOthers: holdings.ofOthers(position),
        working: holdings
          .closedBy(others, position)
          .plus(restingIn(holdings.foreign, position, side)),
      },
    });
    const mayLag = this.clock.now().getTime() - order.updatedAt.getTime() < BOOK_LAG_MS;
    if (mayLag && held.notHeld.gt(ours.notHeld)) return null;
    return (await room(held)) ? held : null;
  }

  /**
   * Cancels resting orders of clients that would turn the position over once the leg is closed.
   *
   * @returns false while one of them may still be filled
   */
  private async makeRoom(
    position: PositionKey,
    closing: readonly Order[],
    netQty: Decimal,
    { close }: UnwindingQuantity,
  ): Promise<boolean> {
    if (!this.cancelsResting || close.lte(0)) return true;
    // Where another strategy holds the other side, nothing turns over.
    const turning = netQty.isZero()
      ? []
      : closing.filter(({ side }) => side === closingSide(netQty));
    const own = turning.filter(({ account }) => account === position.account);
    const resting = own.filter((order) => !closesPositions(order) && order.parentOrderId === null);
    const left = netQty
      .abs()
      .minus(close)
      .minus(leavesOf(own.filter(closesPositions)));
    if (leavesOf(resting).lte(Decimal.max(left, ZERO))) return true;
    await this.orders.cancelResting([position], resting, FOR_BASKETS);
    return false;
  }
}

const positionOf = (order: Order): PositionKey => {
  const { account, exchange, symbol, product } = order;
  return { account, exchange, symbol, product, link: targetLink(order) };
};

function without({ closings, clients }: ClosedElsewhere, counted: Decimal): ClosedElsewhere {
  const rest = Decimal.max(counted.minus(closings), ZERO);
  return {
    closings: Decimal.max(closings.minus(counted), ZERO),
    clients: Decimal.max(clients.minus(rest), ZERO),
  };
}

/** The order of the leg, and those that unwind it. */
const ordersOf = ({ unwindings }: Basket, { orderId }: Order, leg: number): string[] => [
  orderId,
  ...unwindings.filter((one) => one.leg === leg).map((one) => one.orderId),
];

/** Others on that side may open a position of their own. */
const closesPositions = (order: Order): boolean => isClosing(order) || order.origin === 'venue';
