import { canBeRepeated, hasPending, isPassing, type Order, RefusalCode } from '@ome/domain';
import type { Origin } from '../order-writer';
import type { Clock, Ids } from '../clock-and-ids';
import type { OrderReader } from '../order-reader';
import type { KnownPosition, PositionReader } from '../positions/position-projector';
import type { ClosePositions } from './close-positions';
import type {
  ClosingOrderSent,
  PendingClosing,
  PendingClosings,
  ClosingTerms,
  ClosingWait,
} from './closing-ports';
import type { Closing } from './closing-results';

/** How long a request is reserved for one process; overlapping processes do no harm. */
const HELD_MS = 15_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
const A_ROUND = 50;
/** Half an hour: people have to look at what is refused again and again. */
const MAX_TRIES = 60;

/** Called for closings that are given up, with the result for each position. */
export type GivenUp = (asked: PendingClosing, closings: readonly Closing[]) => void;

/** What closings read. */
export interface ClosingBooks {
  positions: Pick<PositionReader, 'find'>;
  orders: Pick<OrderReader, 'load'>;
}

/**
 * Closes positions and continues waiting ones automatically, whichever process dies: until nothing
 * waits any more, the request is finally refused, or the market's day is over. An order that a phase
 * of the exchange or a switch stopped before it was sent is placed anew once that has passed.
 */
export class PersistentClosings {
  constructor(
    private readonly closing: Pick<ClosePositions, 'close'>,
    private readonly asked: PendingClosings,
    private readonly books: ClosingBooks,
    private readonly ids: Ids,
    private readonly clock: Clock,
    private readonly dayOf: (at: Date) => string,
  ) {}

  /** Positions of one account, in their order. */
  async close(
    positions: readonly KnownPosition[],
    terms: ClosingTerms,
    origin: Origin,
  ): Promise<Closing[]> {
    if (positions.length === 0) return [];
    const asked = this.request(positions, terms, origin);
    const before = await this.asked.keep(asked);
    // What this request leaves undone may have been promised to an earlier one.
    const goesOn = before !== null && !before.givenUpAt;
    const leave = () => (goesOn ? this.keep(before, []) : this.asked.drop(asked));
    try {
      const closings = await this.closing.close(positions, asked.terms, origin);
      const sent = sentOf(positions, closings);
      if (isWaiting(closings)) await this.keep(asked, closings);
      else await (sent.length > 0 ? this.keep({ ...asked, sent }, closings) : leave());
      return closings;
    } catch (error) {
      // The caller gets the error, and asks again.
      await leave().catch(() => undefined);
      throw error;
    }
  }

  /** Continues requests that are due. */
  async resume(gaveUp: GivenUp): Promise<void> {
    for (let round = 0; round < A_ROUND; round += 1) {
      const now = this.clock.now();
      const asked = await this.asked.take(now, later(now, HELD_MS));
      if (!asked) return;
      await this.resumeOne(asked, gaveUp);
    }
  }

  private async resumeOne(asked: PendingClosing, gaveUp: GivenUp): Promise<void> {
    const { account, positionIds, terms, origin } = asked;
    const isOver = this.dayOf(asked.at) !== this.dayOf(this.clock.now());
    if (isOver || asked.tries > MAX_TRIES) {
      gaveUp(asked, []);
      return this.giveUp(asked, asked.waits ?? []);
    }
    const watched = asked.sent && (await this.watched(asked.sent));
    const ids = watched ? watched.stopped.map((one) => one.positionId) : positionIds;
    const open = ids.length > 0 ? await this.books.positions.find({ account, open: true }) : [];
    const left = open.filter(({ id }) => ids.includes(id));
    // The client's id is taken by the order that was stopped.
    const again = watched ? { ...terms, clOrdId: null } : terms;
    const closings = left.length > 0 ? await this.closing.close(left, again, origin, 0) : [];
    const mayGoOn = closings.map((one) => isWaiting([one]) || mayPass(one));
    if (!watched && mayGoOn.includes(true)) return this.keep(asked, closings);
    const waiting = watched?.stopped.filter(({ positionId }) =>
      left.some(({ id }, index) => id === positionId && mayGoOn[index]),
    );
    const sent = [...(watched?.unsent ?? []), ...(waiting ?? []), ...sentOf(left, closings)];
    const refused = closings.filter((one, index) => one.refusal !== null && !mayGoOn[index]);
    if (refused.length > 0) {
      gaveUp(asked, closings);
      const id = this.ids.derive('given-up-closing', asked.id);
      await this.giveUp({ ...asked, id }, waitsOf(refused));
    }
    return sent.length > 0 ? this.keep({ ...asked, sent }, closings) : this.asked.drop(asked);
  }

  private async watched(sent: readonly ClosingOrderSent[]) {
    const orders = await Promise.all(sent.map(({ orderId }) => this.books.orders.load(orderId)));
    const are = (test: (order: Order) => boolean) =>
      sent.filter((_one, index) => orders[index] && test(orders[index]));
    return { unsent: are((order) => hasPending(order, 'new')), stopped: are(canBeRepeated) };
  }

  /** Where people find it. */
  private async giveUp(asked: PendingClosing, waits: readonly ClosingWait[]): Promise<void> {
    await this.asked.keep({ ...asked, waits, dueAt: null, givenUpAt: this.clock.now() });
  }

  private async keep(asked: PendingClosing, closings: readonly Closing[]): Promise<void> {
    const { tries } = asked;
    const waits = closings.length > 0 ? waitsOf(closings) : (asked.waits ?? []);
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** tries, LONGEST_PAUSE_MS);
    const dueAt = later(this.clock.now(), pauseMs);
    await this.asked.keep({ ...asked, waits, tries: tries + 1, dueAt });
  }

  private request(
    positions: readonly KnownPosition[],
    terms: ClosingTerms,
    origin: Origin,
  ): PendingClosing {
    const at = this.clock.now();
    const [{ account }] = positions;
    const positionIds = positions.map(({ id }) => id).sort();
    return {
      id: this.ids.derive('asked-closing', account, terms.clOrdId ?? '', ...positionIds),
      account,
      positionIds,
      terms: { ...terms, askedAt: at },
      origin: { by: origin.by, requestId: origin.requestId },
      at,
      tries: 0,
      dueAt: later(at, HELD_MS),
    };
  }
}

const isWaiting = (closings: readonly Closing[]): boolean =>
  closings.some(({ closed }) => closed.outcome === 'waiting');

/** The positions that nothing closes yet. */
const waitsOf = (closings: readonly Closing[]): ClosingWait[] =>
  closings.flatMap(({ closed }) => {
    const { account, exchange, symbol, product, link, outcome, detail, orders } = closed;
    const unsent = orders.find(({ ordStatus }) => ordStatus === 'PendingNew');
    const text = unsent ? `Order ${unsent.orderId} is not sent yet` : detail;
    const isDone = outcome !== 'waiting' && outcome !== 'failed' && !unsent;
    return isDone ? [] : [{ account, exchange, symbol, product, link, text: text ?? outcome }];
  });

/** The orders of which it is not known yet whether they are sent. */
const sentOf = (
  positions: readonly KnownPosition[],
  closings: readonly Closing[],
): ClosingOrderSent[] =>
  closings.flatMap(({ closed }, index) =>
    closed.orders
      .filter(({ ordStatus }) => ordStatus === 'PendingNew')
      .map(({ orderId }) => ({ positionId: positions[index].id, orderId })),
  );

/** Nothing was sent, for a reason that may be gone the next time. */
const mayPass = ({ refusal }: Closing): boolean =>
  refusal !== null && (isPassing(refusal) || UNREADY.has(refusal.refused));

const UNREADY: ReadonlySet<RefusalCode> = new Set([
  RefusalCode.BrokerUnread,
  RefusalCode.ClosingUnderWay,
]);

const later = (at: Date, ms: number): Date => new Date(at.getTime() + ms);
