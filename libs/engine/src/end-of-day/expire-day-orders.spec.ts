import { type NewOrder, type Order, type OrderFact, ordStatus, TimeInForce } from '@ome/domain';
import { FileExchangeCalendar, readExchangeCalendar } from '@ome/composition';
import { nextId } from '@ome/platform';
import type { Connection } from 'mongoose';
import { aNewOrder } from '../../../domain/test/builders';
import { FakeHttpServer } from '../../../execution-links/src/testing/fake-http-server';
import { MongoOverdueOrders } from '../../../persistence/src/orders/mongo-overdue-orders';
import { dropTestStore, EngineRig, openTestStore, TestClock } from '../testing/engine-rig';
import { ExpireDayOrders } from './expire-day-orders';

const BY_TEST = { by: 'test', requestId: null };
const CALENDAR = new FileExchangeCalendar({
  NSE: {
    timeZone: 'Asia/Kolkata',
    open: '09:15',
    close: '15:30',
    validUntil: '2026-02-05',
    weekdays: [1, 2, 3, 4, 5],
    holidays: ['2026-01-26'],
  },
});
/** A link that reports expiries itself. */
const REPORTING = 'broker';

/** Friday, 23 January 2026, by the clocks of the exchange; the Monday after is a holiday. */
const friday = (time: string) => new Date(`2026-01-23T${time}:00+05:30`);
const tuesday = (time: string) => new Date(`2026-01-27T${time}:00+05:30`);

let connection: Connection;
let venue: FakeHttpServer;
let clock: TestClock;
let rig: EngineRig;
let endOfDay: ExpireDayOrders;

beforeAll(async () => {
  connection = await openTestStore();
  venue = new FakeHttpServer();
  await venue.start();
});
afterAll(async () => {
  await rig.link.close();
  await venue.stop();
  await dropTestStore(connection);
});
beforeEach(() => {
  clock = new TestClock();
  rig = new EngineRig(connection, venue, clock);
  const overdue = new MongoOverdueOrders(connection.db!.collection('orders'));
  endOfDay = new ExpireDayOrders(overdue, CALENDAR, rig.writer, clock, [REPORTING]);
});

async function enter(at: Date, fields: Partial<NewOrder>, ...facts: OrderFact[]): Promise<string> {
  clock.now = () => at;
  const order = aNewOrder({ orderId: nextId(), ...fields });
  const { orderId } = order;
  await rig.writer.open(order, BY_TEST);
  for (const fact of facts) await rig.writer.change(orderId, () => fact, BY_TEST);
  return orderId;
}

const orderAfter = async (orderId: string, at: Date): Promise<Order> => {
  clock.now = () => at;
  await endOfDay.run();
  const found = await rig.writer.change(orderId, () => null, BY_TEST);
  if (found.outcome !== 'unchanged') throw new Error(found.outcome);
  return found.order;
};

const statusAfter = async (orderId: string, at: Date) => ordStatus(await orderAfter(orderId, at));

const sending = (orderId: string, sendBy: Date): OrderFact => ({
  type: 'SendStarted',
  clOrdId: orderId,
  attempt: 1,
  tag: 't',
  sendBy,
});

test('a day order expires a minute after the close, and says why', async () => {
  const orderId = await enter(friday('10:00'), {});
  expect(await statusAfter(orderId, friday('15:30'))).toBe('PendingNew');
  const expired = await orderAfter(orderId, friday('15:32'));
  expect(ordStatus(expired)).toBe('Expired');
  expect(expired.reason).toBe('The session of NSE on 2026-01-23 is over');
  expect(expired.commands).toEqual([]);
});

test('one entered after the close belongs to the next session, beyond weekend and holiday', async () => {
  const orderId = await enter(friday('15:31'), {});
  expect(await statusAfter(orderId, tuesday('15:30'))).toBe('PendingNew');
  expect(await statusAfter(orderId, tuesday('15:32'))).toBe('Expired');
});

test.each([
  ['good till canceled', { timeInForce: TimeInForce.GoodTillCancel }],
  ['on an exchange without a calendar', { exchange: 'LSE' }],
  ['whose link reports expiries itself', { link: REPORTING }],
])('an order %s stays', async (_name, fields) => {
  const orderId = await enter(friday('10:00'), fields);
  expect(await statusAfter(orderId, tuesday('18:00'))).toBe('PendingNew');
});

test('beyond the end of the calendar, nothing is ended by guess', async () => {
  const orderId = await enter(new Date('2026-02-06T10:00:00+05:30'), {});
  expect(await statusAfter(orderId, new Date('2026-02-10T18:00:00+05:30'))).toBe('PendingNew');
});

test('for shares with derivatives the closing auction is waited for', async () => {
  endOfDay = new ExpireDayOrders(
    new MongoOverdueOrders(connection.db!.collection('orders')),
    readExchangeCalendar(null),
    rig.writer,
    clock,
    [],
  );
  const august = (time: string) => new Date(`2026-08-04T${time}:00+05:30`);
  const orderId = await enter(august('15:29'), {});
  const nextSession = await enter(august('15:31'), {});
  expect(await statusAfter(orderId, august('15:35'))).toBe('PendingNew');
  expect(await statusAfter(orderId, august('15:37'))).toBe('Expired');
  expect(await statusAfter(nextSession, august('23:00'))).toBe('PendingNew');
});

test('an order good till an instant ends at that instant, on whatever exchange', async () => {
  const expireAt = friday('11:00');
  const fields = { timeInForce: TimeInForce.GoodTillDate, expireAt, exchange: 'LSE' };
  const orderId = await enter(friday('10:00'), fields);
  expect(await statusAfter(orderId, friday('11:00'))).toBe('PendingNew');
  expect(await statusAfter(orderId, friday('11:02'))).toBe('Expired');
});

test('a command that may be on its way to the link is left until it is settled', async () => {
  const orderId = nextId();
  await enter(friday('15:29'), { orderId }, sending(orderId, friday('15:30')));
  expect(await statusAfter(orderId, friday('15:40'))).toBe('PendingNew');
});

test('a late fill still counts', async () => {
  const orderId = await enter(friday('10:00'), {});
  await statusAfter(orderId, friday('15:32'));
  await rig.writer.change(
    orderId,
    (order) => ({
      type: 'Trade',
      source: 'link',
      clOrdId: orderId,
      execId: 'T1',
      brokerOrderId: 'B1',
      text: null,
      transactTime: friday('15:29'),
      alerts: [],
      exchange: 'NSE',
      lastQty: order.orderQty,
      lastPx: order.price!,
      cancelsRemainder: false,
    }),
    BY_TEST,
  );
  expect(await statusAfter(orderId, friday('15:45'))).toBe('Filled');
});
