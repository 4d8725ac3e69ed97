import { isPassing, RefusalCode } from '@ome/domain';
import type { Origin } from '../order-writer';
import type { Clock, Ids } from '../clock-and-ids';
import type { KnownPosition, PositionReader } from '../positions/position-projector';
import type { ClosePositions } from './close-positions';
import type { PendingClosing, PendingClosings, ClosingTerms } from './closing-ports';
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

/**
 * Closes positions and continues waiting ones automatically, whichever process dies: until nothing
 * waits any more, the request is finally refused, or the market's day is over.
 */
export class PersistentClosings {
  constructor(
    private readonly closing: Pick<ClosePositions, 'close'>,
    private readonly asked: PendingClosings,
    private readonly positions: Pick<PositionReader, 'find'>,
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
    await this.asked.keep(asked);
    try {
      const closings = await this.closing.close(positions, asked.terms, origin);
      await (isWaiting(closings) ? this.keep(asked) : this.asked.drop(asked));
      return closings;
    } catch (error) {
      // The caller gets the error, and asks again.
      await this.asked.drop(asked).catch(() => undefined);
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
      return this.asked.drop(asked);
    }
    const open = await this.positions.find({ account, open: true });
    const left = open.filter(({ id }) => positionIds.includes(id));
    const closings = left.length > 0 ? await this.closing.close(left, terms, origin, 0) : [];
    if (isWaiting(closings) || closings.some(mayPass)) return this.keep(asked);
    if (closings.some(({ refusal }) => refusal !== null)) gaveUp(asked, closings);
    return this.asked.drop(asked);
  }

  private keep(asked: PendingClosing): Promise<void> {
    const { tries } = asked;
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** tries, LONGEST_PAUSE_MS);
    const dueAt = later(this.clock.now(), pauseMs);
    return this.asked.keep({ ...asked, tries: tries + 1, dueAt });
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

/** Nothing was sent, for a reason that may be gone the next time. */
const mayPass = ({ refusal }: Closing): boolean =>
  refusal !== null && (isPassing(refusal) || UNREADY.has(refusal.refused));

const UNREADY: ReadonlySet<RefusalCode> = new Set([
  RefusalCode.BrokerUnread,
  RefusalCode.ClosingUnderWay,
]);

const later = (at: Date, ms: number): Date => new Date(at.getTime() + ms);
