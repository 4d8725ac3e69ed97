import { eventually } from '../../../simulator/src/testing/harness';
import { BrokerDesk } from '../testing/broker-desk';

/** Breeze may return no remarks: then identical orders can be told apart by their time alone. */
const ORDER = { link: 'breeze', account: '42', symbol: 'INFY', price: '1500', quantity: 10 };
const DAY_MS = 86_400_000;
const EACH_AFTER_ANOTHER_MS = 100_000;

jest.setTimeout(3 * EACH_AFTER_ANOTHER_MS);

let desk: BrokerDesk;

beforeAll(async () => {
  desk = await BrokerDesk.start({ BROKER_RECONCILE_MS: '3600000' });
  await desk.logIn('breeze');
});
afterAll(() => desk.stop());
beforeEach(async () => {
  await desk.sim.call('DELETE', '/ledger');
  await desk.sim.call('DELETE', '/control');
});

const place = async (count: number): Promise<string[]> => {
  const placing = Array.from({ length: count }, () => desk.api.place(ORDER));
  return (await Promise.all(placing)).map(({ orderId }) => orderId);
};
/** Placements that reached the broker. */
const placements = async (): Promise<number> => {
  const { json } = await desk.sim.call('GET', '/ledger?kind=order');
  return json.items.length;
};
const statuses = (orderIds: string[]) =>
  Promise.all(orderIds.map((orderId) => desk.statusOf(orderId)));

test('of many at once each is placed once, one after another', async () => {
  await desk.sim.call('PUT', '/control', { behaviour: 'rest' });
  const orderIds = await place(4);
  await eventually(
    async () => expect(await statuses(orderIds)).toEqual(orderIds.map(() => 'New')),
    EACH_AFTER_ANOTHER_MS,
  );
  expect(await placements()).toBe(4);
});

test('while one is in doubt no other is placed, however old the doubt and whoever asks', async () => {
  await desk.sim.call('PUT', '/control', { behaviour: 'dropAfterActing', then: 'rest' });
  await desk.sim.call('PUT', '/control/lookup', { behaviour: 'error' });
  const [first] = await place(1);
  await eventually(async () => expect((await desk.api.order(first)).inDoubt).toBe(true));

  await desk.sim.call('PUT', '/control', { behaviour: 'rest' });
  const others = await place(2);
  const holds = desk.api.store.collection('placement_holds');
  const old = new Date(Date.now() - 3 * DAY_MS);
  await holds.updateMany({}, { $set: { at: old } });
  // A hold of another content has the old ones looked through.
  const [different] = (await Promise.all([desk.api.place({ ...ORDER, quantity: 11 })])) as [
    { orderId: string },
  ];
  await eventually(async () => expect(await desk.statusOf(different.orderId)).toBe('New'));
  expect(await holds.countDocuments({ orderId: first })).toBe(1);
  expect(await statuses(others)).toEqual(['PendingNew', 'PendingNew']);
  expect(await placements()).toBe(2);

  await desk.sim.call('PUT', '/control/lookup', { behaviour: 'answer' });
  await eventually(
    async () => expect(await statuses([first, ...others])).toEqual(['New', 'New', 'New']),
    EACH_AFTER_ANOTHER_MS,
  );
  expect(await placements()).toBe(4);
});
