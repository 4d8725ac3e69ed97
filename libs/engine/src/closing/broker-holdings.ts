import { type BrokerPosition, closingSide, Decimal, leavesOf, type Order, ZERO } from '@ome/domain';
import { StoreUnavailable } from '@ome/event-store';
import type { BrokerBook } from '../broker-book';
import type { BrokerLink } from '../broker-ports';
import type { Brokers } from '../brokers';
import type { AccountFilter } from '../order-reader';
import type { KnownPosition, PositionKey, PositionReader } from '../positions/position-projector';
import { isSamePosition, unreadRowOf } from '../positions/same-position';

/** A session's net quantities as reported by its broker, at one moment. */
export interface SessionHoldings {
  /** Of the position's instrument and product, all accounts of the session together. */
  netQty(position: PositionKey): Decimal;
  /** What the session's other accounts have open of it, by our journal. */
  ofOthers(position: PositionKey): readonly Decimal[];
  /** Opposite positions of the session's other accounts, by our journal. */
  against(position: KnownPosition): Decimal;
  /**
   * How much of it these orders of other accounts may close there: of a client's, what that account
   * holds of it, as the rest opens a position of its own; all of what was placed at the broker.
   */
  closedBy(orders: readonly Order[], position: PositionKey): Decimal;
}

export type HoldingsAnswer =
  | { state: 'read'; holdings: SessionHoldings }
  /** The link reports no positions. */
  | { state: 'none' }
  | { state: 'unread'; text: string };

/** Of each position by itself: a row that cannot be read keeps only what it may be about unread. */
export type HoldingsAnswers = (position: PositionKey) => HoldingsAnswer;

/** The brokers' positions, as an upper bound for closing. */
export class BrokerHoldings {
  constructor(
    private readonly brokers: Brokers,
    private readonly positions: PositionReader,
  ) {}

  /**
   * The accounts that share the broker's position; only this one if the link reports no positions.
   */
  accountsOf({ link, account }: PositionKey): AccountFilter {
    const broker = this.brokers.linkFor({ link, account });
    return broker ? this.brokers.accountsOf(broker) : { in: [account] };
  }

  /**
   * The name under which requests close positions of the session one after another; of the account,
   * if the link reports no positions.
   */
  turnOf({ link, account }: PositionKey): string {
    return `close:${this.brokers.linkFor({ link, account })?.route ?? `${link}-${account}`}`;
  }

  /** For the positions of this one's session. */
  async holdingsFor({ link, account }: PositionKey): Promise<HoldingsAnswers> {
    const broker = this.brokers.linkFor({ link, account });
    if (!broker) return () => ({ state: 'none' });
    try {
      const [book, open] = await Promise.all([
        broker.positions(),
        this.positions.find({ link: broker.name, open: true }),
      ]);
      const holdings = this.holdingsIn(book, open, broker);
      return (position) => {
        const unread = unreadRowOf(book, position);
        return unread ? { state: 'unread', text: unread.why } : { state: 'read', holdings };
      };
    } catch (error) {
      if (error instanceof StoreUnavailable || !(error instanceof Error)) throw error;
      const { message: text } = error;
      return () => ({ state: 'unread', text });
    }
  }

  private holdingsIn(
    book: BrokerBook<BrokerPosition>,
    open: readonly KnownPosition[],
    broker: BrokerLink,
  ): SessionHoldings {
    const serves = (account: string) =>
      this.brokers.linkFor({ link: broker.name, account }) === broker;
    const others = open.filter(({ account }) => serves(account));
    const ofOthers = (of: PositionKey): Decimal[] =>
      others
        .filter((other) => other.account !== of.account && isSamePosition(other, of))
        .map(({ position }) => position.netQty);
    const heldAgainst = ({ account, side }: Order, of: PositionKey): Decimal =>
      others
        .filter((other) => other.account === account && isSamePosition(other, of))
        .map(({ position }) => position.netQty)
        .filter((netQty) => closingSide(netQty) === side)
        .reduce((sum, netQty) => sum.plus(netQty.abs()), ZERO);
    return {
      ofOthers,
      closedBy: (orders, known) =>
        [...new Set(orders.map(({ account }) => account))].reduce((sum, account) => {
          const own = orders.filter((order) => order.account === account);
          const fromElsewhere = leavesOf(own.filter(({ origin }) => origin === 'venue'));
          const ofClient = leavesOf(own.filter(({ origin }) => origin !== 'venue'));
          return sum.plus(fromElsewhere).plus(Decimal.min(ofClient, heldAgainst(own[0], known)));
        }, ZERO),
      netQty: (position) =>
        book.rows
          .filter(({ ours }) => isSamePosition(ours, position))
          .reduce((sum, { ours }) => sum.plus(ours.netQty), ZERO),
      against: (known) =>
        ofOthers(known)
          .filter((netQty) => netQty.isNegative() !== known.position.netQty.isNegative())
          .reduce((sum, netQty) => sum.plus(netQty), ZERO),
    };
  }
}
