import { FileExchangeCalendar } from '@ome/composition';
import { decimal, KillSwitchMode, KillSwitchScope, ordStatus, TimeInForce } from '@ome/domain';
import { MongoQueuedOrders } from '../../../persistence/src/orders/mongo-queued-orders';
import { anOrderId } from '../../../persistence/src/testing/test-store';
import { ExecutionLinks, JudgeWaiting, MarketHours } from '..';
import { type EngineRig, TestClock, TIMING } from '../testing/engine-rig';
import { KnownInstruments } from '../testing/known-instruments';
import { useSendingRig } from '../testing/sending-rig';

const at = (time: string) => new Date(`2026-01-23T${time}+05:30`);
const CLOSE = '15:30';
const calendar = new FileExchangeCalendar({
  NSE: {
    timeZone: 'Asia/Kolkata',
    open: '09:15',
    close: CLOSE,
    weekdays: [1, 2, 3, 4, 5],
    holidays: [],
  },
});
/** Of the limit of a minute. */
const NO_ROOM = { admitted: false, retryAfterMs: 40_000, everyone: true, text: 'No room' } as const;
const ORDERS = 60;

const sending = useSendingRig();
let rig: EngineRig;
let time: Date;
let judging: JudgeWaiting;
let judged: jest.SpyInstance;

beforeEach(async () => {
  await sending.store.db!.collection('orders').deleteMany({});
  const clock = new TestClock();
  time = at('12:00:00');
  clock.now = () => time;
  rig = sending.anotherProcess(clock, { calendar });
  rig.link.admit = () => Promise.resolve(NO_ROOM);
  judged = jest.spyOn(rig.send, 'endForbidden');
  judging = new JudgeWaiting(
    new MongoQueuedOrders(sending.store.db!.collection('orders')),
    new ExecutionLinks([rig.link]),
    rig.send,
    {
      settings: rig.risk,
      hours: new MarketHours(calendar, new KnownInstruments([])),
      day: () => ({ date: time.toISOString().slice(0, 10) }),
    },
    clock,
  );
  await rig.risk.refresh();
});

const pass = (ms: number) => {
  time = new Date(time.getTime() + ms);
  rig.clock.aheadMs += ms;
};
const queue = async (account: string, count = 1, fields: object = {}) => {
  const placing = Array.from({ length: count }, () => rig.placeOrder({ account, ...fields }));
  const orderIds = await Promise.all(placing);
  for (const orderId of orderIds) await rig.send.advance(orderId);
  pass(1_500);
  return orderIds;
};
/** Read models of orders that wait alike; they are judged by name only. */
const queueMany = async (count: number) => {
  const [orderId] = await queue('many');
  const orders = sending.store.db!.collection<{ _id: string }>('orders');
  const document = await orders.findOne({ _id: orderId });
  const ids = Array.from({ length: count - 1 }, () => anOrderId());
  await orders.insertMany(ids.map((_id) => ({ ...document, _id })));
  judged.mockResolvedValue(undefined);
  return [orderId, ...ids];
};
const stop = async (id: string) => {
  const scope = KillSwitchScope.Account;
  const mode = KillSwitchMode.BlockNew;
  await rig.riskStore.pull({ scope, id, mode, reason: 'enough', by: null, at: time });
  await rig.risk.refresh();
};
const states = async (orderIds: string[]) => {
  const orders = await Promise.all(orderIds.map((orderId) => sending.order(orderId)));
  return new Set(orders.map((order) => `${ordStatus(order)}: ${order.reason ?? ''}`));
};

test('behind a limit, all of a stopped account end at once, and no others', async () => {
  const stopped = await queue('stopped', ORDERS);
  const others = await queue('others', 2);
  await judging.run();
  await stop('stopped');
  await judging.run();
  expect(await states(stopped)).toEqual(new Set([expect.stringMatching(/^Rejected: .*enough/)]));
  expect(await states(others)).toEqual(new Set(['PendingNew: ']));
  expect(sending.posts()).toEqual([]);
});

test('however many are due at the same moment, each is judged', async () => {
  const ids = await queueMany(1_200);
  await judging.run();
  expect(new Set(judged.mock.calls.flat())).toEqual(new Set(ids));
});

describe('among 5,000 orders that wait', () => {
  const MANY = 5_000;
  let ids: string[];
  beforeEach(async () => {
    ids = await queueMany(MANY);
    await judging.run();
    judged.mockClear();
  });
  const orders = () => sending.store.db!.collection<{ _id: string }>('orders');
  const due = (fields: object) =>
    orders().updateMany({ _id: { $in: ids.slice(0, 3) } }, { $set: fields });

  /** Documents that the server examines for a run. */
  async function examined(): Promise<number> {
    const db = sending.store.db!;
    await db.command({ profile: 2 });
    await judging.run();
    await db.command({ profile: 0 });
    const profile = db.collection('system.profile');
    const queries = await profile.find({ ns: `${db.databaseName}.orders` }).toArray();
    await profile.drop();
    return queries.reduce((sum, { docsExamined }) => sum + Number(docsExamined), 0);
  }

  test('a run examines none while none is due', async () => {
    pass(1_000);
    expect(await examined()).toBeLessThan(5);
    expect(judged).not.toHaveBeenCalled();
  });

  test.each([
    ['waited too long', () => ({ 'work.since': new Date(time.getTime() - 61_000) })],
    ['reached their good-till instant', () => ({ 'work.endsAt': time })],
  ])('a run examines those that %s, and judges no others', async (_name, fields) => {
    await due(fields());
    pass(1_000);
    expect(await examined()).toBeLessThan(10);
    expect(judged.mock.calls.flat().sort()).toEqual(ids.slice(0, 3).sort());
  });

  test('because of prices and fills, all are judged one after another, some in each run', async () => {
    await stop('others');
    await judging.run();
    judged.mockClear();
    pass(30_000);
    await judging.run();
    expect(judged).not.toHaveBeenCalled();
    pass(31_000);
    await orders().updateMany({}, { $set: { 'work.since': new Date(time.getTime() - 50_000) } });
    expect(await examined()).toBeLessThan(250);
    expect(judged).toHaveBeenCalledTimes(200);
    for (let run = 1; run < MANY / 200; run += 1) await judging.run();
    expect(new Set(judged.mock.calls.flat())).toEqual(new Set(ids));
    expect(judged).toHaveBeenCalledTimes(MANY);
  });
});

test('what waits is judged when the settings change, not over and over', async () => {
  await queue('steady', 3);
  await judging.run();
  expect(judged).toHaveBeenCalledTimes(3);
  pass(1_000);
  await judging.run();
  expect(judged).toHaveBeenCalledTimes(3);
  await stop('others');
  await judging.run();
  expect(judged).toHaveBeenCalledTimes(6);
});

test('while the link is down, a lowered limit ends what is above it', async () => {
  await sending.venue.stop();
  const orderIds = await queue('lowered', 2);
  const scope = { account: 'lowered', exchange: null, symbol: null };
  const limits = { maxOrderQty: decimal(99) };
  rig.riskStore.limits = [{ ...scope, limits, version: 1, setBy: null, setAt: time }];
  await stop('nobody');
  await judging.run();
  expect(await states(orderIds)).toEqual(
    new Set([expect.stringMatching(/^Rejected: .*maximum order quantity of 99/)]),
  );
});

test.each([
  ['a day order at the close', {}, CLOSE, 'Expired'],
  [
    'a good-till order at its instant',
    { timeInForce: TimeInForce.GoodTillDate, expireAt: at('13:00:00') },
    '13:00',
    'Expired',
  ],
])('%s', async (_name, fields, end, status) => {
  const orderIds = await queue('timed', 2, fields);
  await judging.run();
  expect(await states(orderIds)).toEqual(new Set(['PendingNew: ']));
  rig.clock.aheadMs += at(`${end}:00`).getTime() - time.getTime();
  time = at(`${end}:00`);
  await judging.run();
  expect(await states(orderIds)).toEqual(new Set([expect.stringContaining(`${status}: `)]));
});

test('an order that trades at once or never does not wait, though nobody comes to it', async () => {
  await queue('waiting');
  await judging.run();
  const orderId = await rig.placeOrder({ timeInForce: TimeInForce.ImmediateOrCancel });
  pass(TIMING.sendWindowMs + 1);
  await judging.run();
  expect(await states([orderId])).toEqual(new Set([expect.stringContaining('at once or not')]));
});

test('a queued replace that makes more tradable ends; the cancel behind a limit stays', async () => {
  rig.link.admit = () => Promise.resolve({ admitted: true });
  const [raised, canceled] = await queue('replaced', 2);
  rig.link.admit = () => Promise.resolve(NO_ROOM);
  await rig.replace(raised, 1_000);
  await rig.cancel(canceled);
  pass(1_500);
  await stop('replaced');
  await judging.run();
  expect(await rig.eventTypes(raised)).toContain('ReplaceRejected');
  expect((await rig.eventTypes(canceled)).at(-1)).toBe('CancelRequested');
});
