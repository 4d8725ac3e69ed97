import { type Decimal, ZERO } from '@ome/domain';
import {
  type CounterRule,
  type CounterUse,
  type Journal,
  type Rechecked,
  type Reducer,
  type ReducingRoom,
  type Reservation,
  RiskCounters,
} from '@ome/engine';
import { JoinedRuns } from '@ome/event-store';
import type { mongo } from 'mongoose';
import { fromBson } from '../bson';
import { DECIDED, MAJORITY } from '../concerns';
import type { CurrentPositions } from '../positions/current-positions';
import { type CounterDocument, SECOND_MS } from './counter.document';
import { CounterSettling } from './counter-settling';
import { ReducingRooms } from './reducing-rooms';
import { rechecking, reserving } from './reserving';

const MAX_LISTED = 1_000;

/**
 * One document per account in which limits are counted, and one atomic update per request, which
 * decides and counts at once: of two requests racing for the last of a limit one passes. The order
 * rate and repeats are in the same document and not in Redis, which may forget: a limit must not
 * be forgotten with it. The clock is the store's, one for all processes.
 *
 * Why the count is never below the truth, for orders that this engine took: an order is reserved
 * for before its event is journalled, and the reservation is taken back, or lowered, only by
 * `settle`, which
 * - goes by an order that has the event that was reserved for, or a later one in its place (its
 *   version says so), or by a journal that had no such event long after the last try to write it;
 * - and only if nothing was reserved in between (the mark is still the same).
 * Orders that pass because they only reduce a position are reserved for in the same way, by what
 * they may take of it. Each claim names the number of releases that it was reckoned with: so none
 * passes on a position that another order, whose reservation is gone, has reduced meanwhile.
 * What the venue does on its own (orders by phone, a bust that opens an order again) is counted at
 * the next settling; a crash leaves too much reserved at worst, until then.
 */
export class MongoRiskCounters extends RiskCounters {
  private readonly settlings = new JoinedRuns<void>();
  private readonly rooms: ReducingRooms;
  private readonly settling: CounterSettling;

  constructor(
    private readonly counters: mongo.Collection<CounterDocument>,
    private readonly orders: mongo.Collection<{ _id: string }>,
    journal: Journal,
    positions: Pick<CurrentPositions, 'netQty'>,
  ) {
    super();
    this.rooms = new ReducingRooms(counters, orders, positions);
    this.settling = new CounterSettling(counters, orders, journal);
  }

  reserve(reservation: Reservation): Promise<CounterDocument['verdict']> {
    return this.verdictOf(reservation.account, reserving(reservation));
  }

  recheck(reservation: Rechecked, giveUp: boolean): Promise<CounterRule | null> {
    return this.verdictOf<CounterRule | null>(reservation.account, rechecking(reservation, giveUp));
  }

  room(reducer: Reducer): Promise<ReducingRoom> {
    return this.rooms.roomFor(reducer);
  }

  settle(account: string): Promise<void> {
    return this.settlings.run(account, () => this.settling.settle(account));
  }

  async accounts(after: string, limit: number) {
    const [open, counted] = await Promise.all([
      this.withOpenOrders(after, limit),
      this.counters
        .aggregate<Counted>([
          { $match: { _id: { $gt: after } } },
          { $sort: { _id: 1 } },
          { $limit: limit },
          { $project: { isHeld: isFilled('$orders'), reduces: isFilled('$reducing') } },
        ])
        .toArray(),
    ]);
    // Behind the end of a list that is full there may be others of its kind.
    const ends = [open, counted].flatMap((list) => (list.length < limit ? [] : list.at(-1)!._id));
    const [next = null] = ends.sort();
    const reduces = new Map(open.map(({ _id }) => [_id, false]));
    for (const each of counted) {
      if (each.isHeld || each.reduces) reduces.set(each._id, each.reduces);
    }
    const known = [...reduces].map(([account, isReducing]) => ({ account, reduces: isReducing }));
    return { items: known.filter(({ account }) => next === null || account <= next), next };
  }

  /** One step in the index for each. */
  private withOpenOrders(after: string, limit: number): Promise<{ _id: string }[]> {
    return this.orders
      .aggregate<{ _id: string }>([
        { $match: { open: true, account: { $gt: after } } },
        { $sort: { account: 1 } },
        { $group: { _id: '$account' } },
        { $sort: { _id: 1 } },
        { $limit: limit },
      ])
      .toArray();
  }

  async use(account: string | null): Promise<CounterUse[]> {
    const filter = account === null ? {} : { _id: account };
    const found = this.counters.find(filter, DECIDED).sort({ _id: 1 }).limit(MAX_LISTED);
    return (await found.toArray()).map(useOf);
  }

  private async verdictOf<Verdict extends CounterDocument['verdict']>(
    _id: string,
    update: mongo.Document[],
  ): Promise<Verdict> {
    const counted = await this.counters.findOneAndUpdate({ _id }, update, {
      upsert: true,
      returnDocument: 'after',
      projection: { verdict: 1 },
      writeConcern: MAJORITY,
    });
    return counted!.verdict as Verdict;
  }
}

interface Counted {
  _id: string;
  isHeld: boolean;
  reduces: boolean;
}

const isFilled = (field: string) => ({ $ne: [{ $ifNull: [field, {}] }, {}] });

function useOf({ _id: account, orders = {}, recent = [] }: CounterDocument): CounterUse {
  const reserved = Object.values(orders).filter(({ givenUp }) => !givenUp);
  const since = Date.now() - SECOND_MS;
  const ordersLastSecond: Record<string, number> = {};
  for (const { exchange, at } of recent) {
    if (at.getTime() <= since) continue;
    ordersLastSecond[exchange] = (ordersLastSecond[exchange] ?? 0) + 1;
  }
  const values = reserved.map(({ value }) => fromBson(value) as Decimal);
  const exposure = values.reduce((total, value) => total.plus(value), ZERO);
  return { account, openOrders: reserved.length, exposure, ordersLastSecond };
}
