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
 * Counts limits in one document per account, with one atomic update per request, which decides and
 * counts at once: of two requests that race for the last of a limit one passes. The order rate and
 * repeats are in the same document and not in Redis, which may lose data: limits must not be lost
 * with it. The clock is MongoDB's, one for all processes.
 *
 * For orders that this engine accepted, the count is never too low: an order is reserved for before
 * its event is journalled, and only `settle` removes or lowers the reservation. It does so
 * - if the order has the event that was reserved for, or a later one (by its version), or if the
 *   journal has no such event long after the last attempt to write it;
 * - and only if there was no new reservation in between (the mark is the same).
 *
 * Orders that pass because they only reduce a position are reserved for in the same way, by what
 * they may take of it. Each claim names the number of releases that it was computed with: so no
 * order passes on a position that another order, whose reservation was released, has reduced
 * meanwhile. Changes by the venue (phone orders, a bust that reopens an order) are counted by the
 * next settling. After a crash too much may be reserved until then, never too little.
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

  giveBack(account: string, orderIds: readonly string[]): Promise<void> {
    return this.settling.giveBack(account, orderIds);
  }

  settle(account: string): Promise<void> {
    return this.settlings.run(account, () => this.settling.settle([account]));
  }

  settleAll(accounts: readonly string[]): Promise<void> {
    return this.settling.settle(accounts);
  }

  async accounts(after: string, limit: number) {
    const [open, counted] = await Promise.all([
      this.withOpenOrders(after, limit),
      this.counters
        .aggregate<Counted>([
          { $match: { _id: { $gt: after } } },
          { $sort: { _id: 1 } },
          { $limit: limit },
          {
            $project: {
              isHeld: isFilled('$orders'),
              reduces: isFilled('$reducing'),
              reserved: reservationsOf('$orders'),
              reducing: reservationsOf('$reducing'),
            },
          },
        ])
        .toArray(),
    ]);
    // A full list may have more of its kind after its end.
    const ends = [open, counted].flatMap((list) => (list.length < limit ? [] : list.at(-1)!._id));
    const [next = null] = ends.sort();
    const counters = new Map(counted.map((each) => [each._id, each]));
    const held = counted.filter(({ isHeld, reduces }) => isHeld || reduces);
    const names = new Set([...open, ...held].map(({ _id }) => _id));
    const listed = [...names].filter((account) => next === null || account <= next);
    const states = await this.openStates(listed);
    const items = listed.map((account) => {
      const { reduces = false, reserved, reducing } = counters.get(account) ?? {};
      const state = JSON.stringify([reserved, reducing, states.get(account)]);
      return { account, reduces, state };
    });
    return { items, next };
  }

  /** Of the open orders of these accounts, what changes with each of them. */
  private async openStates(accounts: string[]): Promise<Map<string, object>> {
    const found = this.orders.aggregate<{ _id: string }>([
      { $match: { open: true, account: { $in: accounts } } },
      {
        $group: {
          _id: '$account',
          count: { $sum: 1 },
          versions: { $sum: '$version' },
          newest: { $max: '$updatedAt' },
        },
      },
    ]);
    return new Map((await found.toArray()).map(({ _id, ...state }) => [_id, state]));
  }

  /** Takes one index step per account. */
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
  reserved: object;
  reducing: object;
}

const isFilled = (field: string) => ({ $ne: [{ $ifNull: [field, {}] }, {}] });

/** How many there are, and when the newest was made, by the store's clock. */
function reservationsOf(field: string) {
  const reservations = { $objectToArray: { $ifNull: [field, {}] } };
  const times = { $map: { input: reservations, in: '$$this.v.at' } };
  return { count: { $size: reservations }, newest: { $max: times } };
}

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
