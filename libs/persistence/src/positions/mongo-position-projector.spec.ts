import { decimal, type OrderEvent, Side } from '@ome/domain';
import type { JournalEntry } from '@ome/engine';
import { type Connection, createConnection } from 'mongoose';
import { toBson } from '../bson';
import { CuttingProxy } from '../testing/cutting-proxy';
import { KEY, PositionRig, TIME_ZONE, tradeOf } from '../testing/position-rig';
import { anOrderId, dropTestStore, opening, openTestStore } from '../testing/test-store';
import type { MongoPositionProjector } from './mongo-position-projector';
import { rebuildPositions } from './rebuild-positions';

const HOUR_MS = 3_600_000;

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

describe('MongoPositionProjector', () => {
  test('counts a fill once, however often its event is repeated', async () => {
    const book = rig.bookOn();
    const entries = await rig.filled(10);
    const [first] = await book.project(entries);
    const [again] = await book.project(entries);

    expect(first).toMatchObject({ ...KEY, version: 1 });
    expect(again).toEqual(first);
    expect(await rig.net()).toBe('10');
  });

  test('events that change no fill change nothing', async () => {
    expect(await rig.bookOn().project((await rig.filled(10)).slice(0, 1))).toEqual([]);
    expect(await rig.stored()).toBeUndefined();
  });

  test('an execution that is not projected yet is projected first', async () => {
    const entries = await rig.filled(10, { isProjected: false });
    await rig.bookOn().project(entries);
    expect(new Set(rig.repaired)).toEqual(new Set([entries[0].event.orderId]));
    expect(await rig.net()).toBe('10');
  });

  test('a bust of an early fill removes its effect on every day', async () => {
    const book = rig.bookOn();
    const start = Date.now() - 72 * HOUR_MS;
    const all: JournalEntry[][] = [];
    for (let index = 0; index < 50; index += 1) {
      const side = index % 3 === 0 ? Side.Sell : Side.Buy;
      const at = new Date(start + index * HOUR_MS);
      all.push(await rig.filled(index + 1, { side, price: `${100 + index}`, at }));
      await book.project(all[index]);
    }
    await rig.expectExact();
    const { orderId } = all[2][0].event;
    await book.project(await rig.busted(orderId, 3, '102'));
    await rig.expectExact();
  });

  test('a day whose only fill is busted is not in the history', async () => {
    const book = rig.bookOn();
    const early = await rig.filled(5, { at: new Date(Date.now() - 48 * HOUR_MS) });
    await book.project([...early, ...(await rig.filled(7))]);
    expect(await rig.closings()).toHaveLength(2);
    await book.project(await rig.busted(early[0].event.orderId, 5, '100'));
    expect(await rig.closings()).toHaveLength(1);
    expect(await rig.net()).toBe('7');
  });

  test('a fill that is later in the feed is not counted early, and only once', async () => {
    const book = rig.bookOn();
    const at = (minute: number) => new Date(Date.UTC(2024, 0, 2, 5, minute));
    const fills = await Promise.all(
      Array.from({ length: 50 }, (_, minute) => rig.filled(1, { at: at(minute) })),
    );
    await book.project(fills.slice(0, 40).flat());
    // Too late for the line, so the position is folded again; ten more are in the read model
    // already.
    await book.project(await rig.filled(100, { at: at(3) }));
    expect(await rig.net()).toBe('140');
    await book.project(fills.slice(0, 50).flat());
    expect(await rig.net()).toBe('150');
    await rig.expectExact();
  });

  test('positions differ by product, exchange, link and account', async () => {
    const book = rig.bookOn();
    for (const fields of [{}, { product: 'MIS' }, { link: 'breeze' }, { account: '7' }]) {
      const orderId = anOrderId();
      const open = opening({ orderId, account: '42', ...fields });
      const trade = tradeOf(orderId, 'T1', 1, '5', new Date());
      const entries = await rig.append([
        open,
        trade,
        { ...trade, seq: 3, execId: 'T2', exchange: 'BSE' } as OrderEvent,
      ]);
      await rig.project(orderId);
      await book.project(entries);
    }
    const all = await rig.queries.find({});
    expect(all).toHaveLength(8);
    expect(all.every(({ position }) => position.netQty.eq(1))).toBe(true);
    expect(await rig.queries.find({ product: 'MIS' })).toHaveLength(2);
    expect(await rig.queries.find({ ...KEY, product: null })).toHaveLength(1);
  });

  test('orders can be included without the feed, which then changes nothing', async () => {
    const book = rig.bookOn();
    const entries = await rig.filled(10, { isProjected: false });
    await book.include([entries[0].event.orderId]);
    expect(await rig.net()).toBe('10');
    const [known] = await book.project(entries);
    expect(known.version).toBe(1);
  });

  test('two leaders count every fill once', async () => {
    const other = await createConnection(urlOf(connection), {
      autoCreate: false,
      autoIndex: false,
    }).asPromise();
    const [one, two] = [rig.bookOn(), rig.bookOn(other)];
    const fills = await Promise.all(
      Array.from({ length: 60 }, (_, index) => rig.filled(index + 1)),
    );
    const lead = async (book: MongoPositionProjector, size: number) => {
      for (let start = 0; start < fills.length; start += size) {
        await trying(() => book.project(fills.slice(start, start + size).flat()));
      }
    };
    await Promise.all([lead(one, 3), lead(two, 4)]);
    expect(await rig.net()).toBe('1830');
    await rig.expectExact();
    await other.close();
  });

  test.each(['before it is forwarded', 'after it was forwarded', 'when it is answered'] as const)(
    'a connection cut at the commit, %s: all or nothing, and then once',
    async (cut) => {
      const proxy = new CuttingProxy(new URL(process.env.MONGO_URL!));
      const url = new URL(await proxy.start());
      url.pathname = new URL(urlOf(connection)).pathname;
      const through = await createConnection(url.href, {
        autoCreate: false,
        autoIndex: false,
      }).asPromise();
      const book = rig.bookOn(through);
      await book.project(await rig.filled(1));
      const entries = await rig.filled(10);
      proxy.cutNext('commitTransaction', cut);
      await trying(() => book.project(entries));
      expect(proxy.cuts).toBe(1);
      await rig.expectExact();
      await book.project(entries);
      expect(await rig.net()).toBe('11');
      await through.close();
      await proxy.stop();
    },
  );
});

/** As a feed consumer does. */
async function trying<T>(work: () => Promise<T>): Promise<T> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempts === 50) throw error;
    }
  }
}

const urlOf = ({ name }: Connection): string => {
  const url = new URL(process.env.MONGO_URL!);
  url.pathname = `/${name}`;
  return url.href;
};

describe('a rebuild', () => {
  const options = { timeZone: TIME_ZONE, graceMs: 0 };
  const differencesOf = async () => (await rebuildPositions(connection, options)).differences.shown;

  test('finds no position missing whose fills were all busted before it was counted', async () => {
    const [opened] = await rig.filled(10);
    await rig.bookOn().project(await rig.busted(opened.event.orderId, 10, '100'));
    expect(await rig.stored()).toBeUndefined();
    expect(await differencesOf()).toEqual([]);
  });

  test('corrects a position whose fills were all busted, and which has no days', async () => {
    const entries = await rig.filled(10);
    await rig.bookOn().project(entries);
    await rig.collection('position_days').deleteMany({});
    await rig.busted(entries[0].event.orderId, 10, '100');
    expect(await differencesOf()).toMatchObject([{ kind: 'different' }]);
    expect(await rig.net()).toBe('0');
    expect(await differencesOf()).toEqual([]);
  });
});

test('a rebuild reports differences and corrects them', async () => {
  const options = { timeZone: TIME_ZONE, graceMs: 0 };
  const book = rig.bookOn();
  await book.project(await rig.filled(10));
  await rig
    .collection('positions')
    .updateOne({}, { $set: { 'position.netQty': toBson(decimal(9)) } });
  const { differences, positions } = await rebuildPositions(connection, options);
  expect({ positions, differences: differences.shown }).toMatchObject({
    positions: 1,
    differences: [{ kind: 'different' }],
  });
  await rig.expectExact();

  await rig.collection('positions').deleteMany({});
  await rig.collection('position_days').deleteMany({});
  expect((await rebuildPositions(connection, options)).differences.shown).toMatchObject([
    { kind: 'missing' },
  ]);
  await rig.expectExact();
  expect((await rebuildPositions(connection, options)).differences.shown).toEqual([]);
});
