import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Clock } from '@ome/engine';
import { eventually } from '../../../simulator/src/testing/harness';
import { BrokerDesk } from '../testing/broker-desk';

/** A session every day, without an end. */
const CALENDAR = {
  NSE: {
    timeZone: 'Asia/Kolkata',
    open: '09:15',
    close: '15:30',
    weekdays: [1, 2, 3, 4, 5, 6, 7],
    holidays: [],
  },
};
const DAY_MS = 86_400_000;

let folder: string;
let desk: BrokerDesk;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'overnight-'));
  const calendar = join(folder, 'calendar.json');
  writeFileSync(calendar, JSON.stringify(CALENDAR));
  desk = await BrokerDesk.start({ EXCHANGE_CALENDAR_FILE: calendar });
});
afterEach(() => jest.restoreAllMocks());
afterAll(async () => {
  await desk.stop();
  rmSync(folder, { recursive: true });
});

test.each(['flattrade', 'breeze'])(
  'a day order that %s purged overnight ends on the next trading day',
  async (link) => {
    const { api, sim } = desk;
    await desk.logIn(link);
    await sim.call('PUT', '/control', { behaviour: 'rest' });
    const fields = { account: link, link, symbol: 'INFY', price: '1500', quantity: 10 };
    const { orderId } = await api.place(fields);
    await eventually(async () => expect(await desk.statusOf(orderId)).toBe('New'));

    await sim.call('DELETE', '/ledger');
    const differences = async () => {
      const { items } = (await api.get('/reconciliation?open=true')).body;
      const ofOrder = items.filter((item: { orderId: string }) => item.orderId === orderId);
      return ofOrder.map(({ kind }: { kind: string }) => kind);
    };
    // On its own day the missing order is shown, and stays.
    await eventually(async () => expect(await differences()).toEqual(['missingAtBroker']));
    expect(await desk.statusOf(orderId)).toBe('New');

    const clock = api.app.get(Clock);
    jest.spyOn(clock, 'now').mockImplementation(() => new Date(Date.now() + 2 * DAY_MS));
    await eventually(async () => expect(await desk.statusOf(orderId)).toBe('Expired'));
    const { reason } = await api.order(orderId);
    expect(reason).toMatch(
      /session of NSE on .* is over, and the broker's book of .* does not have/,
    );
    await eventually(async () => expect(await differences()).toEqual([]));

    // The new day goes on as any other.
    const { orderId: next } = await api.place(fields);
    await eventually(async () => expect(await desk.statusOf(next)).toBe('New'));
  },
);
