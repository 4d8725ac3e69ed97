import { setTimeout as sleep } from 'node:timers/promises';
import { type JournalEntry, type KnownPosition, PositionProjector } from '@ome/engine';
import { unlessUnreadable } from '@ome/event-store';
import type { Connection } from 'mongoose';
import { TRANSACTION } from '../concerns';
import { PositionStore } from './position-store';
import { TouchedFills } from './touched-fills';

/** Whoever commits an event writes its fill at the same moment. */
const PROJECTION_MS = 10;
const MAX_ROUNDS = 5;

/** Projects an order anew from its journal. */
export type Repair = (orderId: string) => Promise<void>;

/**
 * Positions and their closings, kept behind the read model of fills.
 *
 * An event only names the fills to look at; a position takes them as they stand, by their place in
 * its line. So it is the fold of a set, in which each execution is once: events that come again
 * find it as they left it, and their order does not matter. Three things make it exact:
 *
 * - No event is passed before the read model shows it, where need be by projecting its order here.
 *   So all that was ever passed is there for a position that has to be folded again.
 * - Fills, position and closings are read and written in one transaction. A process that was killed
 *   left all or nothing, and repeats, from the saved cursor, what it did not leave.
 * - Of two processes that both believe they lead, one meets a write conflict, and begins again with
 *   the fills and the position as the other one left them.
 *
 * A majority holds the position only after it holds the fills that it was folded from, as they
 * were written before.
 */
export class MongoPositionProjector extends PositionProjector {
  constructor(
    private readonly connection: Connection,
    private readonly repair: Repair,
    private readonly timeZone: string,
  ) {
    super();
  }

  async project(entries: JournalEntry[]): Promise<KnownPosition[]> {
    return this.count(TouchedFills.by(entries));
  }

  async include(orderIds: string[]): Promise<void> {
    const touched = TouchedFills.ofOrders(orderIds);
    await this.repairAll(orderIds, touched);
    await this.count(touched);
  }

  private async count(touched: TouchedFills): Promise<KnownPosition[]> {
    let behind: string[] = [];
    for (let round = 0; round < MAX_ROUNDS && !touched.isEmpty; round += 1) {
      // What was projected is in the next snapshot only when a majority holds it.
      if (round > 0) await sleep(PROJECTION_MS * round);
      if (round > 1) await this.repairAll(behind, touched);
      const counted = await this.transaction(async (store) => {
        const fills = await store.fills(touched.filter);
        behind = touched.behind(fills);
        return behind.length > 0 ? null : store.take(fills);
      });
      if (counted) return counted;
    }
    if (touched.isEmpty) return [];
    throw new Error(`The fills of ${behind.join(', ')} cannot be projected`);
  }

  /** An order whose history cannot be read is set aside, and the others are counted. */
  private async repairAll(orderIds: string[], touched: TouchedFills): Promise<void> {
    await Promise.all(
      orderIds.map(async (orderId) => {
        const forget = await unlessUnreadable(() => this.repair(orderId), 'forget');
        if (forget) touched.forget(orderId);
      }),
    );
  }

  private transaction<T>(work: (store: PositionStore) => Promise<T>): Promise<T> {
    return inTransaction(this.connection, this.timeZone, work);
  }
}

/** Begins again after a conflict: `work` may run several times. */
export function inTransaction<T>(
  connection: Connection,
  timeZone: string,
  work: (store: PositionStore) => Promise<T>,
): Promise<T> {
  return connection
    .getClient()
    .withSession((session) =>
      session.withTransaction(
        () => work(new PositionStore(connection.db!, session, timeZone)),
        TRANSACTION,
      ),
    );
}
