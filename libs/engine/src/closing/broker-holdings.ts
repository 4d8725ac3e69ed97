import {
  type BrokerOrder,
  type BrokerPosition,
  carriedInto,
  closingSide,
  Decimal,
  isTerminal,
  leavesOf,
  type Order,
  type Side,
  ZERO,
} from '@ome/domain';
import { StoreUnavailable } from '@ome/event-store';
import type { MatchRows } from '../absorb-rows/match-rows';
import type { BrokerBook, UnreadableRow } from '../broker-book';
import type { BrokerLink } from '../broker-ports';
import type { Brokers } from '../brokers';
import type { Clock } from '../clock-and-ids';
import type { AccountFilter } from '../order-reader';
import { netsWithHoldings } from '../positions/nets-with-holdings';
import type { KnownPosition, PositionKey, PositionReader } from '../positions/position-projector';
import type { ComparedNets } from '../reconcile-broker/compare-nets';
import { isOfInstrument, isSamePosition } from '../positions/same-position';

/** A session's net quantities as reported by its broker, at one moment. */
export interface SessionHoldings {
  /**
   * Of the position's instrument and product, all accounts of the session together, with the shares
   * in the broker's holdings that are surely ours and free to be sold.
   */
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
  /** What rests at the broker and was not placed here, if the session only reports such orders. */
  foreign: readonly BrokerOrder[];
}

export type HoldingsAnswer =
  | { state: 'read'; holdings: SessionHoldings }
  /** The link reports no positions. */
  | { state: 'none' }
  | { state: 'unread'; text: string };

/** Of each position by itself: a row that cannot be read keeps only what it may be about unread. */
export type HoldingsAnswers = (position: PositionKey) => HoldingsAnswer;

interface ForeignOrders {
  resting: BrokerOrder[];
  unreadable: UnreadableRow[];
}

/** The brokers' positions, as an upper bound for closing. */
export class BrokerHoldings {
  constructor(
    private readonly brokers: Brokers,
    private readonly positions: PositionReader,
    private readonly matchRows: Pick<MatchRows, 'match'>,
    private readonly clock: Clock,
    /** The market's day, YYYY-MM-DD. */
    private readonly dayOf: (instant: Date) => string,
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
      const foreign = await this.foreignOrders(broker);
      const [book, open] = await Promise.all([
        broker.positions(),
        this.positions.find({ link: broker.name, open: true }),
      ]);
      const ours = open.filter(({ account }) => this.serves(broker, account));
      const { nets, unreadable } = await this.netsOf(broker, ours, book);
      const holdings = { ...this.holdingsIn(nets, ours), foreign: foreign.resting };
      const mayBeOf = (position: PositionKey) => (row: UnreadableRow) =>
        row.symbol === null || isOfInstrument(row, position);
      return (position) => {
        const net = nets.find((each) => isSamePosition(each, position));
        const isHidden = net ? net.theirs === null : true;
        const unread =
          (isHidden && unreadable.find(mayBeOf(position))) ||
          foreign.unreadable.find(mayBeOf(position));
        return unread ? { state: 'unread', text: unread.why } : { state: 'read', holdings };
      };
    } catch (error) {
      if (error instanceof StoreUnavailable || !(error instanceof Error)) throw error;
      const { message: text } = error;
      return () => ({ state: 'unread', text });
    }
  }

  private serves(broker: BrokerLink, account: string): boolean {
    return this.brokers.linkFor({ link: broker.name, account }) === broker;
  }

  /** Holdings that cannot be read keep only positions from being known that are in them. */
  private netsOf(
    broker: BrokerLink,
    ours: readonly KnownPosition[],
    book: BrokerBook<BrokerPosition>,
  ): Promise<ComparedNets> {
    const day = this.dayOf(this.clock.now());
    const positions = ours.map(({ position, ...key }) => ({
      ...key,
      netQty: position.netQty,
      carried: carriedInto(position, day),
    }));
    const heldShares = () => broker.heldShares().catch(unreadHoldings);
    return netsWithHoldings({ heldShares }, positions, book, 'atLeast');
  }

  private holdingsIn(
    nets: ComparedNets['nets'],
    others: readonly KnownPosition[],
  ): Omit<SessionHoldings, 'foreign'> {
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
      netQty: (position) => nets.find((net) => isSamePosition(net, position))?.theirs ?? ZERO,
      against: (known) =>
        ofOthers(known)
          .filter((netQty) => netQty.isNegative() !== known.position.netQty.isNegative())
          .reduce((sum, netQty) => sum.plus(netQty), ZERO),
    };
  }

  /** What the session only reports of orders that were placed elsewhere. */
  private async foreignOrders(broker: BrokerLink): Promise<ForeignOrders> {
    const found: ForeignOrders = { resting: [], unreadable: [] };
    if (broker.adoptsInto !== null) return found;
    const { rows, unreadable } = await broker.orders();
    const isTaggedHere = ({ tag }: { tag: string | null }) => tag !== null && broker.isOwnTag(tag);
    for (const { ours: row } of rows) {
      if (!isResting(row) || isTaggedHere(row)) continue;
      const { match } = await this.matchRows.match(broker.name, row, this.clock.now());
      if (match !== 'order') found.resting.push(row);
    }
    found.unreadable.push(...unreadable.filter((row) => !isTaggedHere(row)));
    return found;
  }
}

function unreadHoldings(error: unknown): BrokerBook<never> {
  if (error instanceof StoreUnavailable || !(error instanceof Error)) throw error;
  const names = { brokerOrderId: null, tag: null, exchange: null, symbol: null };
  const row = { kind: 'position', why: error.message, body: '', content: '', ...names } as const;
  return { rows: [], unreadable: [row] };
}

const isResting = ({ ordStatus, orderQty, cumQty }: BrokerOrder): boolean =>
  !(ordStatus && isTerminal(ordStatus)) && orderQty.gt(cumQty ?? ZERO);

/** What orders of the broker's book may still trade of the position on this side. */
export const restingIn = (
  orders: readonly BrokerOrder[],
  position: PositionKey,
  side: Side,
): Decimal =>
  orders
    .filter((order) => order.side === side && isSamePosition(order, position))
    .reduce((sum, { orderQty, cumQty }) => sum.plus(orderQty).minus(cumQty ?? ZERO), ZERO);
