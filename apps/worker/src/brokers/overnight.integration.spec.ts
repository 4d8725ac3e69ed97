import { eventually } from '../../../simulator/src/testing/harness';
import { BrokerDesk } from '../testing/broker-desk';
import { numberFromOne } from '../testing/repeated-numbers';

/** A session every day, without an end. */
const ALL_DAYS = [1, 2, 3, 4, 5, 6, 7];

jest.setTimeout(180_000);

let desk: BrokerDesk;

beforeAll(async () => {
  desk = await BrokerDesk.start({ BREEZE_POLL_MS: '500' }, ALL_DAYS);
});
afterAll(() => desk.stop());

/** Two days, as no session may have opened on the first. */
async function laterDay(link: string): Promise<void> {
  desk.daysLater(2);
  await desk.logIn(link);
}

const differences = async (): Promise<{ kind: string; orderId: string }[]> =>
  (await desk.api.get('/reconciliation?open=true')).body.items;

describe.each(['flattrade', 'breeze'])('%s', (link) => {
  const fields = { account: link, link, symbol: 'INFY', price: '1500', quantity: 10 };

  beforeEach(() => desk.logIn(link));

  const placed = async (more: object, status: string): Promise<string> => {
    const { orderId } = await desk.api.place({ ...fields, ...more });
    await eventually(async () => expect(await desk.statusOf(orderId)).toBe(status));
    return orderId;
  };

  test('a day order that was purged overnight ends on the next trading day', async () => {
    const { api, sim } = desk;
    await sim.call('PUT', '/control', { behaviour: 'rest' });
    const orderId = await placed({}, 'New');

    await sim.call('DELETE', '/ledger');
    const ofOrder = async () =>
      (await differences()).filter((item) => item.orderId === orderId).map(({ kind }) => kind);
    // On its own day the missing order is shown, and stays.
    await eventually(async () => expect(await ofOrder()).toEqual(['missingAtBroker']));
    expect(await desk.statusOf(orderId)).toBe('New');

    await laterDay(link);
    await eventually(async () => expect(await desk.statusOf(orderId)).toBe('Expired'));
    const { reason } = await api.order(orderId);
    expect(reason).toMatch(
      /session of NSE on .* is over, and the broker's book of .* does not have/,
    );
    await eventually(async () => expect(await ofOrder()).toEqual([]));

    // The new day goes on as any other.
    await placed({}, 'New');
  });

  // That Breeze's books keep the days apart is shown at its link.
  if (link !== 'flattrade') return;
  test("a day's numbers of orders and executions are of other ones when they come back", async () => {
    const { api, sim } = desk;
    const inTcs = { symbol: 'TCS', product: 'CNC' };
    numberFromOne(desk);
    await sim.call('PUT', '/control', { behaviour: 'fill', parts: 1 });
    const bought = await placed(inTcs, 'Filled');
    await sim.call('PUT', '/control', { behaviour: 'rest' });
    const purged = await placed({ symbol: 'SBIN' }, 'New');

    await laterDay(link);
    await eventually(async () => expect(await desk.statusOf(purged)).toBe('Expired'));
    numberFromOne(desk);
    await sim.call('PUT', '/control', { behaviour: 'fill', parts: 1 });
    const boughtAgain = await placed(inTcs, 'Filled');
    await sim.call('PUT', '/control', { behaviour: 'rest' });
    const resting = await placed({ symbol: 'SBIN', side: 'SELL', price: '900' }, 'New');

    const numbers = async (...orderIds: string[]) =>
      Promise.all(orderIds.map(async (orderId) => (await api.order(orderId)).brokerOrderId));
    expect(await numbers(boughtAgain, resting)).toEqual(await numbers(bought, purged));
    const [execution, again] = await Promise.all(
      [bought, boughtAgain].map(async (id) => (await api.get(`/orders/${id}/fills`)).body.items),
    );
    expect(execution).toHaveLength(1);
    expect(again.map(({ execId }: { execId: string }) => execId)).toEqual([execution[0].execId]);
    // Both are the broker's as well: what was bought before is in its holdings.
    await eventually(async () => {
      const { brokers } = (await api.get(`/positions?broker=true&link=${link}`)).body;
      expect(brokers[0].items).toContainEqual(
        expect.objectContaining({ symbol: 'TCS', netQty: '20', brokerNetQty: '20' }),
      );
    });
    await eventually(async () => expect(await differences()).toEqual([]));

    await api.post(`/orders/${resting}/cancel`, {});
    await eventually(async () => expect(await desk.statusOf(resting)).toBe('Canceled'));
    expect(await Promise.all([bought, purged].map((id) => desk.statusOf(id)))).toEqual([
      'Filled',
      'Expired',
    ]);
  });
});
