import { leavesQty } from '@ome/domain';
import type { Connection } from 'mongoose';
import { sampled } from '../../../domain/test/property-runs';
import { dropTestStore, openTestStore, TestClock } from '../testing/engine-rig';
import { MemoryRiskStore } from '../testing/memory-risk-store';
import { type Death, settle, SlicesProcess } from '../testing/slices-rig';

const store = new MemoryRiskStore();
const clock = new TestClock();
let connection: Connection;

beforeAll(async () => {
  connection = await openTestStore();
});
afterAll(() => dropTestStore(connection));

const process = (death: Death | null = null) => new SlicesProcess(connection, store, clock, death);

/** At whichever call of a port, before or after it acts: none is sent twice, none is missing. */
test('slices are whole, whenever the process that places them is killed', async () => {
  const counting = process();
  const { orderId } = await counting.placeOrder();
  const before = counting.calls;
  await counting.send.advance(orderId);
  const calls = counting.calls - before;
  expect(calls).toBeGreaterThan(15);
  const deaths = Array.from({ length: calls }, (_, index) => index + 1).flatMap((atCall) =>
    [false, true].map((afterActing) => ({ atCall, afterActing })),
  );
  for (const death of sampled(deaths, 7)) await killed(death);
}, 400_000);

async function killed(death: Death): Promise<void> {
  const dying = process(death);
  const next = process();
  const { orderId: parent } = await next.placeOrder();
  await dying.send.advance(parent).catch(() => undefined);
  // The process that takes over looks at it at once, and again once the attempt can have no more
  // effect.
  await next.send.advance(parent);
  settle(clock);
  await next.send.advance(parent);
  const slices = await next.slicesOf(parent);
  const quantities = slices.map(({ orderQty }) => orderQty.toFixed());
  expect([death, quantities]).toEqual([death, ['100', '100', '100', '100', '50']]);
  expect((await next.order(parent)).commands).toEqual([]);
  await next.advance.handle([]);
  await next.sums.run(parent);
  expect(leavesQty(await next.order(parent)).toFixed()).toBe('450');
}
