import { type Order, ordStatus, TimeInForce } from '@ome/domain';
import { FileExchangeCalendar } from '@ome/composition';
import { nextId } from '@ome/platform';
import type { Connection } from 'mongoose';
import { aNewOrder } from '../../../domain/test/builders';
import { FakeHttpServer } from '../../../execution-links/src/testing/fake-http-server';
import { dropTestStore, EngineRig, openTestStore } from '../testing/engine-rig';
import { KnownInstruments } from '../testing/known-instruments';
import { EndPurgedOrders } from './end-purged-orders';
import { MarketHours } from './market-hours';

const BY_TEST = { by: 'test', requestId: null };
const HOURS = new MarketHours(
  new FileExchangeCalendar({
    NSE: {
      timeZone: 'UTC',
      open: '09:00',
      close: '15:00',
      weekdays: [1, 2, 3, 4, 5],
      holidays: [],
      validUntil: '2026-11-30',
    },
  }),
  new KnownInstruments([]),
);

const venue = new FakeHttpServer();
let connection: Connection;
let rig: EngineRig;

beforeAll(async () => {
  await venue.start();
  connection = await openTestStore();
  rig = new EngineRig(connection, venue);
});
afterAll(async () => {
  await rig.link.close();
  await dropTestStore(connection);
  await venue.stop();
});

const at = (instant: string) => new Date(`${instant}:00Z`);

async function entered(instant: string, timeInForce = TimeInForce.Day): Promise<Order> {
  rig.clock.now = () => at(instant);
  const opened = await rig.writer.open(aNewOrder({ orderId: nextId(), timeInForce }), BY_TEST);
  if (opened.outcome !== 'appended') throw new Error(opened.outcome);
  return opened.order;
}

const ends = (order: Order, asked: string, keepsOpen = false): Promise<Order | null> =>
  new EndPurgedOrders(rig.writer, HOURS, keepsOpen).end(order, at(asked));

test("a day order expires if the next trading day's order book lacks it", async () => {
  const friday = await entered('2026-11-20T10:00');
  expect(await ends(friday, '2026-11-20T20:00')).toBeNull();
  expect(await ends(friday, '2026-11-21T12:00')).toBeNull();
  expect(await ends(friday, '2026-11-23T08:59')).toBeNull();
  const ended = await ends(friday, '2026-11-23T09:00');
  expect(ended && ordStatus(ended)).toBe('Expired');
  expect(ended?.reason).toContain("the broker's book of 2026-11-23 does not have the order");
  const last = (await rig.journal.read(friday.orderId)).at(-1);
  expect(last).toMatchObject({ type: 'Expired', source: 'engine' });
});

test.each([
  ['entered after a close until the next session is over', '2026-11-20T15:30', '2026-11-23T20:00'],
  ['where the calendar has run out', '2026-11-30T10:00', '2026-12-01T10:00'],
])('nothing is ended %s', async (_when, enteredAt, asked) => {
  expect(await ends(await entered(enteredAt), asked)).toBeNull();
});

test('a good-till order is left to the broker', async () => {
  const order = await entered('2026-11-20T10:00', TimeInForce.GoodTillCancel);
  expect(await ends(order, '2026-11-23T10:00')).toBeNull();
});

test('a setting keeps all of them open', async () => {
  expect(await ends(await entered('2026-11-20T10:00'), '2026-11-23T10:00', true)).toBeNull();
});
