import { canonicalProduct, closingSide, Decimal, leavesOf, type Order, ZERO } from '@ome/domain';
import { StoreUnavailable } from '@ome/event-store';
import type { BrokerLink } from '../broker-ports';
import type { Brokers } from '../brokers';
import type { AccountFilter } from '../order-reader';
import type { KnownPosition, PositionKey, PositionReader } from '../positions/position-projector';

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

  async holdingsFor({ link, account }: PositionKey): Promise<HoldingsAnswer> {
    const broker = this.brokers.linkFor({ link, account });
    if (!broker) return { state: 'none' };
    try {
      return { state: 'read', holdings: await this.read(broker) };
    } catch (error) {
      if (error instanceof StoreUnavailable || !(error instanceof Error)) throw error;
      return { state: 'unread', text: error.message };
    }
  }

  private async read(broker: BrokerLink): Promise<SessionHoldings> {
    const [rows, open] = await Promise.all([
      broker.positions(),
      this.positions.find({ link: broker.name, open: true }),
    ]);
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
        rows
          .filter(({ ours }) => isSamePosition(ours, position))
          .reduce((sum, { ours }) => sum.plus(ours.netQty), ZERO),
      against: (known) =>
        ofOthers(known)
          .filter((netQty) => netQty.isNegative() !== known.position.netQty.isNegative())
          .reduce((sum, netQty) => sum.plus(netQty), ZERO),
    };
  }
}

type Held = Pick<PositionKey, 'exchange' | 'symbol' | 'product'>;

/** The same instrument in the same product, whether or not the product is named. */
export const isSamePosition = (one: Held, other: Held): boolean =>
  one.exchange === other.exchange &&
  one.symbol === other.symbol &&
  canonicalProduct(one.exchange, one.product) === canonicalProduct(other.exchange, other.product);
