import { setTimeout as sleep } from 'node:timers/promises';
import { type JournalEntry, type KnownPosition, PositionProjector } from '@ome/engine';
import { unlessUnreadable } from '@ome/event-store';
import type { Connection } from 'mongoose';
import { TRANSACTION } from '../concerns';
import { PositionStore } from './position-store';
import { TouchedFills } from './touched-fills';

/** The process that commits an event writes its fill at the same time. */
const PROJECTION_MS = 10;
const MAX_ROUNDS = 5;

/** Projects an order again from its journal. */
export type Repair = (orderId: string) => Promise<void>;

/**
 * Updates positions and their daily closings from the read model of fills.
 *
 * An event only names the fills to look at; a position takes them as they are, by their place in
 * its line. So a position is the fold of a set that contains each execution once: repeated events
 * change nothing, and their order does not matter. Three things make it exact:
 *
 * - No event is passed before the read model shows it; if necessary its order is projected here. So
 *   every event that was passed is there when a position is folded again.
 * - Fills, position and closings are read and written in one transaction. A process that is killed
 *   leaves all or nothing, and repeats the rest from the saved cursor.
 * - If two processes both believe that they lead, one gets a write conflict, and starts again with
 *   the fills and the position that the other one wrote.
 *
 * A majority holds a position only after it holds the fills that it was folded from, as these were
 * written first.
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
    let lagging: string[] = [];
    for (let round = 0; round < MAX_ROUNDS && !touched.isEmpty; round += 1) {
      // A projection is in the next snapshot only once a majority holds it.
      if (round > 0) await sleep(PROJECTION_MS * round);
      if (round > 1) await this.repairAll(lagging, touched);
      const counted = await this.transaction(async (store) => {
        const fills = await store.fills(touched.filter);
        lagging = touched.lagging(fills);
        return lagging.length > 0 ? null : store.take(fills);
      });
      if (counted) return counted;
    }
    if (touched.isEmpty) return [];
    throw new Error(`The fills of ${lagging.join(', ')} cannot be projected`);
  }

  /** An order whose history cannot be read is set aside; the others are counted. */
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

/** Repeats the transaction after a conflict: `work` may run several times. */
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
