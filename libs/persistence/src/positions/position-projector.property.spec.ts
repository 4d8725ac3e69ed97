import fc from 'fast-check';
import { type OrderEvent, Side } from '@ome/domain';
import type { JournalEntry } from '@ome/engine';
import type { Connection } from 'mongoose';
import { aHistory, RandomOrder } from '../../../domain/test/random-history';
import { PositionRig, TIME_ZONE } from '../testing/position-rig';
import { anOrderId, dropTestStore, openTestStore } from '../testing/test-store';
import { rebuildPositions } from './rebuild-positions';
import { tries } from '../../../domain/test/property-runs';

let connection: Connection;
let rig: PositionRig;

beforeAll(async () => {
  connection = await openTestStore();
});
afterAll(() => dropTestStore(connection));
beforeEach(async () => {
  rig = new PositionRig(connection);
  await rig.clear();
});

describe('random histories of several orders', () => {
  const aRun = fc.record({
    orders: fc.array(
      fc.record({
        history: aHistory,
        sells: fc.boolean(),
        hours: fc.array(fc.nat(90), { minLength: 50, maxLength: 50 }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    /** Which order's event comes next, and what happens after it is journalled. */
    turns: fc.array(
      fc.record({
        order: fc.nat(3),
        isProjected: fc.boolean(),
        isSeen: fc.boolean(),
        by: fc.nat(1),
        back: fc.nat(6),
      }),
      { minLength: 200, maxLength: 200 },
    ),
  });
  type Run = typeof aRun extends fc.Arbitrary<infer T> ? T : never;

  function eventsOf({ history, sells, hours }: Run['orders'][number]): OrderEvent[] {
    const order = new RandomOrder(history.orderQty, history.timeInForce);
    for (const step of history.steps) order.take(step);
    const orderId = anOrderId();
    return order.events.map((event, index) => {
      const at = new Date(Date.UTC(2024, 0, 2, hours[index % hours.length]));
      const moved = { ...event, orderId, at };
      return moved.type === 'NewOrder'
        ? { ...moved, account: '42', side: sells ? Side.Sell : Side.Buy }
        : moved;
    });
  }

  test('end with the same position as a recomputation from the journal', async () => {
    await fc.assert(
      fc
        .asyncProperty(aRun, async ({ orders, turns }) => {
          const waiting = orders.map(eventsOf);
          const books = [rig.bookOn(), rig.bookOn()];
          const feed: JournalEntry[] = [];
          let seen = 0;
          for (const { order, isProjected, isSeen, by, back } of turns) {
            const next = (waiting[order % waiting.length] ?? []).shift();
            if (!next) continue;
            feed.push(...(await rig.append([next])));
            if (isProjected) await rig.project(next.orderId);
            if (!isSeen) continue;
            // A restart continues from the last saved cursor.
            await books[by].project(feed.slice(Math.max(0, seen - back)));
            seen = feed.length;
          }
          feed.push(...(await rig.append(waiting.flat())));
          await books[0].project(feed.slice(seen));
          await rig.expectExact();
          const report = await rebuildPositions(connection, { timeZone: TIME_ZONE, graceMs: 0 });
          expect(report.differences.shown).toEqual([]);
        })
        .beforeEach(async () => {
          for (const name of ['order_events', 'orders', 'fills', 'positions', 'position_days']) {
            await rig.collection(name).deleteMany({});
          }
        }),
      tries(15),
    );
  });
});
