import { decimal, EVERYTHING, Side } from '@ome/domain';
import { dayIn, startOfDay } from '@ome/platform';
import type { Connection } from 'mongoose';
import { toBson } from '../bson';
import { PositionRig, TIME_ZONE } from '../testing/position-rig';
import { dropTestStore, openTestStore } from '../testing/test-store';
import { type FedPrice, LastPrices } from './last-prices';

let connection: Connection;
let rig: PositionRig;
let prices: LastPrices;

beforeAll(async () => {
  connection = await openTestStore();
});
afterAll(() => dropTestStore(connection));
beforeEach(async () => {
  rig = new PositionRig(connection);
  await rig.clear();
  await rig.collection('prices').deleteMany({});
  prices = new LastPrices(connection.db!, dayIn(TIME_ZONE));
});

const midnight = startOfDay(new Date(), TIME_ZONE).getTime();
/** Seconds since the market's day began; negative ones are yesterday's. */
const second = (count: number) => new Date(midnight + count * 1_000);

const fed = (price: string, at: number, fields: Partial<FedPrice> = {}): FedPrice => ({
  exchange: 'NSE',
  symbol: 'ACME',
  price: decimal(price),
  at: second(at),
  bid: null,
  ask: null,
  ...fields,
});

const traded = async (price: string, at: number) => {
  const entries = await rig.filled(1, { price, at: second(at), side: Side.Buy });
  await rig.bookOn().project(entries);
  return entries[0].event.orderId;
};

const shown = async (exchange?: string) =>
  (await prices.newest(EVERYTHING, ['ACME'], exchange)).map(
    ({ exchange: on, last, first, bid, ask }) =>
      `${on} ${last.price.toFixed()} ${last.source}, first ${first?.price.toFixed() ?? 'none'}` +
      (bid && ask ? `, ${bid.toFixed()} to ${ask.toFixed()}` : ''),
  );

test('a symbol without fed prices and fills has no price', async () => {
  expect(await shown()).toEqual([]);
});

test('fed prices: the newest is the last, the oldest of the day the first', async () => {
  for (const [price, at] of [
    ['100', -5],
    ['101', 10],
    ['103', 30],
    ['102', 20],
    ['99', 5],
    ['98', -1],
  ] as const) {
    await prices.feed([fed(price, at)]);
  }
  expect(await shown()).toEqual(['NSE 103 feed, first 99']);
});

test('bid and ask are those of the newest price', async () => {
  await prices.feed([fed('100', 2, { bid: decimal('99.95'), ask: decimal('100.05') })]);
  await prices.feed([fed('90', 1, { bid: decimal(89), ask: decimal(91) })]);
  expect(await shown()).toEqual(['NSE 100 feed, first 90, 99.95 to 100.05']);
});

test('yesterday has a last price and no first of today', async () => {
  await prices.feed([fed('100', -5)]);
  expect(await shown()).toEqual(['NSE 100 feed, first none']);
});

test('accepts several prices of a symbol in one call, and concurrent first prices', async () => {
  const all = Array.from({ length: 20 }, (_, index) => fed(`${100 + index}`, index));
  await Promise.all([prices.feed(all), prices.feed(all), prices.feed(all)]);
  expect(await shown()).toEqual(['NSE 119 feed, first 100']);
});

test('of fills and fed prices the newer is the last, the older the first', async () => {
  await traded('50', 1);
  await prices.feed([fed('51', 2), fed('52', 3, { exchange: 'BSE' })]);
  expect(await shown()).toEqual(['BSE 52 feed, first 52', 'NSE 51 feed, first 50']);
  await traded('53', 4);
  expect(await shown('NSE')).toEqual(['NSE 53 fill, first 50']);
});

test('a busted fill is neither the last nor the first', async () => {
  const first = await traded('50', 1);
  await traded('51', 2);
  const last = await traded('52', 3);
  expect(await shown()).toEqual(['NSE 52 fill, first 50']);
  await rig.bookOn().project(await rig.busted(first, 1, '50'));
  await rig.bookOn().project(await rig.busted(last, 1, '52'));
  expect(await shown()).toEqual(['NSE 51 fill, first 51']);
});

test('a doubted fill is neither the last nor the first until it is confirmed', async () => {
  const book = rig.bookOn();
  const doubted = async (price: string, at: number) => {
    const entries = await rig.filled(1, { price, at: second(at), isDoubted: true });
    await book.project(entries);
    return entries[0].event.orderId;
  };
  const first = await doubted('5', 0);
  expect(await shown()).toEqual([]);
  await traded('100', 1);
  const last = await doubted('1000', 2);
  await rig.expectExact();
  expect(await shown()).toEqual(['NSE 100 fill, first 100']);
  await book.project(await rig.confirmed(first));
  expect(await shown()).toEqual(['NSE 100 fill, first 5']);
  await book.project(await rig.confirmed(last));
  expect(await shown()).toEqual(['NSE 1000 fill, first 5']);
  await rig.expectExact();
});

test('a line that continues after a doubted fill counts each execution once', async () => {
  const book = rig.bookOn();
  for (let at = 0; at < 40; at += 1) {
    const entries = await rig.filled(1, { at: second(at), isDoubted: at % 2 === 1 });
    await book.project(entries);
    await book.project(entries);
  }
  expect(await rig.net()).toBe('40');
  await rig.expectExact();
});

test('a price from the future counts as of now, and gives way to the next', async () => {
  const hour = 3_600_000;
  await prices.feed([{ ...fed('900', 0), at: new Date(Date.now() + hour) }]);
  expect(await shown()).toEqual(['NSE 900 feed, first 900']);
  await prices.feed([{ ...fed('100', 0), at: new Date() }]);
  expect(await shown()).toEqual(['NSE 100 feed, first 900']);
});

test('a price that was stored with a future time gives way, too', async () => {
  const at = new Date(Date.now() + 86_400_000);
  const mark = { price: toBson(decimal(900)), at };
  await rig.collection('prices').insertOne({
    _id: JSON.stringify(['NSE', 'ACME']),
    exchange: 'NSE',
    symbol: 'ACME',
    last: mark,
    first: mark,
    day: dayIn(TIME_ZONE)(at),
    bid: null,
    ask: null,
  } as never);
  await prices.feed([{ ...fed('100', 0), at: new Date() }]);
  expect(await shown()).toEqual(['NSE 100 feed, first 100']);
});
