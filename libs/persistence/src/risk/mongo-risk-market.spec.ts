import { decimal, Side } from '@ome/domain';
import type { EventFeed, JournalEntry } from '@ome/engine';
import { dayIn, startOfDay } from '@ome/platform';
import type { Connection } from 'mongoose';
import { FillQueries } from '../fills/fill-queries';
import { CurrentPositions } from '../positions/current-positions';
import { LastPrices } from '../prices/last-prices';
import { PositionRig, TIME_ZONE } from '../testing/position-rig';
import { dropTestStore, openTestStore } from '../testing/test-store';
import { MongoRiskMarket } from './mongo-risk-market';

const DAY_MS = 86_400_000;
const dayOf = dayIn(TIME_ZONE);

describe("the result of an account's day", () => {
  let connection: Connection;
  let rig: PositionRig;
  let entries: JournalEntry[];
  let isRunning: boolean;

  beforeAll(async () => {
    connection = await openTestStore();
  });
  afterAll(() => dropTestStore(connection));
  beforeEach(async () => {
    rig = new PositionRig(connection);
    await rig.clear();
    await connection.db!.collection('prices').deleteMany({});
    entries = [];
    isRunning = true;
  });

  const prices = () => new LastPrices(connection.db!, dayOf);
  /** A feed with what the test journalled, and a consumer at its beginning. */
  function market(fills = rig.collection('fills')): MongoRiskMarket {
    const feed = {
      end: async () => String(entries.length),
      page: async () => ({
        entries: entries.map((entry) => ({ ...entry, cursor: '' })),
        nextCursor: String(entries.length),
      }),
    } as unknown as EventFeed;
    const load = async () => ({ cursor: '0', at: isRunning ? new Date() : new Date(0) });
    const current = new CurrentPositions(connection.db!, feed, { load }, rig.bookOn());
    const queries = new FillQueries(connection.db!, {
      filter: async (filter: object) => filter,
    } as never);
    return new MongoRiskMarket(fills as never, queries, prices(), current, dayOf);
  }
  const result = async (of = market()) =>
    (await of.dayResult('42', startOfDay(new Date(), TIME_ZONE))).toFixed();
  async function traded(quantity: number, side: Side, price: string, at = new Date()) {
    const booked = await rig.filled(quantity, { side, price, at });
    entries.push(...booked);
    return booked;
  }
  const feed = (exchange: string, price: string) =>
    prices().feed([
      { exchange, symbol: 'ACME', price: decimal(price), at: new Date(), bid: null, ask: null },
    ]);

  test('includes its trades only, valued at the last price of their exchange', async () => {
    const yesterday = new Date(Date.now() - DAY_MS);
    for (const booked of [
      await traded(10, Side.Buy, '100', yesterday),
      await traded(4, Side.Sell, '110'),
      await traded(2, Side.Buy, '90'),
    ]) {
      await rig.bookOn().project(booked);
    }
    await feed('NSE', '95');
    await feed('BSE', '1');
    // 4 sold 15 above, 2 bought 5 below; the loss of the other 10 since yesterday does not count.
    expect(await result()).toBe('70');
  });

  test('does not read fills', async () => {
    await rig.bookOn().project(await traded(10, Side.Buy, '100'));
    const untouchable = new Proxy(
      {},
      {
        get: (_target, name) => {
          throw new Error(`${String(name)} was asked for`);
        },
      },
    );
    expect(await result(market(untouchable as never))).toBe('0');
  });

  test('counts fills that no consumer has reached', async () => {
    await traded(10, Side.Buy, '100');
    await feed('NSE', '90');
    isRunning = false;
    expect(await result()).toBe('-100');
  });

  test('is summed from fills if a position lacks the opening of the day', async () => {
    await rig.bookOn().project(await traded(10, Side.Buy, '100'));
    await rig.collection('positions').updateMany({}, { $unset: { 'position.opening': '' } });
    await feed('NSE', '90');
    expect(await result()).toBe('-100');
  });
});
