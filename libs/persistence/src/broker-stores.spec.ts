import type { Difference, BrokerToken } from '@ome/engine';
import { SecretBox } from '@ome/platform';
import type { Connection, Model } from 'mongoose';
import { anOrder } from '../../execution-links/src/testing/link-requests';
import { BrokerCallDayRecord, BrokerCallRecord } from './broker-calls/broker-call.schema';
import { MongoCallLog } from './broker-calls/mongo-call-log';
import { BrokerTokenRecord, MongoBrokerTokens } from './broker-tokens/mongo-broker-tokens';
import { setUpStore } from './collections';
import { MongoPlacementHolds, PlacementHoldRecord } from './placement-holds/mongo-placement-holds';
import { DifferenceRecord } from './reconciliation/difference.schema';
import { MongoDifferences } from './reconciliation/mongo-differences';
import { dropTestStore, openTestStore } from './testing/test-store';

describe('stores of broker sessions', () => {
  let connection: Connection;
  const model = <T>({ name }: new () => T) => connection.models[name] as unknown as Model<T>;

  beforeAll(async () => {
    connection = await openTestStore();
  });
  afterAll(() => dropTestStore(connection));

  describe('tokens', () => {
    const token: BrokerToken = {
      token: 'very-secret-token',
      obtainedAt: new Date('2026-01-05T04:00:00Z'),
      expiresAt: new Date(Date.now() + 60_000),
    };
    const tokens = (key = 'k'.repeat(32)) =>
      new MongoBrokerTokens(model(BrokerTokenRecord), new SecretBox(key));

    test('are read as they were saved, and are never stored in plain text', async () => {
      await tokens().save('flattrade', 'FT1', token);
      expect(await tokens().load('flattrade', 'FT1')).toEqual(token);
      const stored = await connection.db!.collection('broker_tokens').find().toArray();
      expect(JSON.stringify(stored)).not.toContain(token.token);
      expect(Buffer.from(JSON.stringify(stored)).includes(token.token)).toBe(false);
    });

    test('cannot be decrypted with another key, or for another session', async () => {
      await tokens().save('flattrade', 'FT1', token);
      expect(await tokens('another').load('flattrade', 'FT1')).toBeNull();
      const collection = connection.db!.collection<{ _id: string }>('broker_tokens');
      const { _id, ...sealed } = (await collection.findOne({ _id: 'flattrade-FT1' }))!;
      await collection.insertOne({ ...sealed, _id: 'flattrade-FT2' });
      expect(await tokens().load('flattrade', 'FT2')).toBeNull();
    });

    test('stay readable while their key is replaced by another', async () => {
      await tokens('old').save('flattrade', 'FT3', token);
      const both = new MongoBrokerTokens(model(BrokerTokenRecord), new SecretBox('new', 'old'));
      expect(await both.load('flattrade', 'FT3')).toEqual(token);
      await both.save('flattrade', 'FT3', token);
      expect(await tokens('new').load('flattrade', 'FT3')).toEqual(token);
      expect(await tokens('old').load('flattrade', 'FT3')).toBeNull();
    });

    test('are forgotten only if there is no newer one', async () => {
      const newer = { ...token, token: 'newer', obtainedAt: new Date('2026-01-05T05:00:00Z') };
      await tokens().save('breeze', 'B1', newer);
      await tokens().forget('breeze', 'B1', token.obtainedAt);
      expect((await tokens().load('breeze', 'B1'))?.token).toBe('newer');
      await tokens().forget('breeze', 'B1', newer.obtainedAt);
      expect(await tokens().load('breeze', 'B1')).toBeNull();
    });
  });

  describe('calls', () => {
    const log = () => new MongoCallLog(model(BrokerCallRecord), model(BrokerCallDayRecord));

    test('are found by session and time', async () => {
      const at = new Date();
      await log().note('flattrade-FT1', { id: 'a', kind: 'order', at });
      await log().note('flattrade-FT2', { id: 'b', kind: 'read', at });
      expect(await log().since('flattrade-FT1', at)).toEqual([{ id: 'a', kind: 'order', at }]);
      expect(await log().since('flattrade-FT1', new Date(at.getTime() + 1))).toEqual([]);
    });

    test('of a day are counted exactly, even if many sessions count at once', async () => {
      const counted = await Promise.all(
        Array.from({ length: 60 }, () => log().countOfDay('breeze-B1', '2026-01-05', 40)),
      );
      expect(counted.filter(Boolean)).toHaveLength(40);
      expect(await log().countOfDay('breeze-B1', '2026-01-05', 41)).toBe(true);
      expect(await log().countOfDay('breeze-B1', '2026-01-06', 1)).toBe(true);
    });
  });

  describe('placement holds', () => {
    const queued = anOrder();
    let journal: Record<string, 'queued' | 'underWay' | 'over'>;
    const events = (orderId: string) => {
      const { commands: _commands, ...order } = queued;
      const opening = { ...order, type: 'NewOrder', origin: 'client', execId: null };
      const envelope = { orderId, at: new Date(), by: null, requestId: null };
      const attempt = { clOrdId: orderId, attempt: 1, tag: 't', sendBy: new Date() };
      const all = [
        { ...opening, ...envelope, seq: 1 },
        { type: 'SendStarted', ...attempt, ...envelope, seq: 2 },
        { type: 'SendAccepted', ...attempt, brokerOrderId: 'B', text: null, ...envelope, seq: 3 },
      ];
      return all.slice(0, { queued: 1, underWay: 2, over: 3 }[journal[orderId]]);
    };
    const holds = () =>
      new MongoPlacementHolds(model(PlacementHoldRecord), {
        read: (orderId: string) => Promise.resolve(events(orderId)),
      } as never);
    const makeOld = () =>
      model(PlacementHoldRecord).updateMany({}, { at: new Date(Date.now() - 5_000) });

    beforeEach(async () => {
      await model(PlacementHoldRecord).deleteMany({});
      journal = { first: 'queued', second: 'queued' };
    });

    test('the first order keeps it, however often it asks', async () => {
      expect(await holds().acquire('key', 'first')).toBe(true);
      expect(await holds().acquire('key', 'first')).toBe(true);
      expect(await holds().acquire('key', 'second')).toBe(false);
      expect(await holds().acquire('another', 'second')).toBe(true);
    });

    test('a hold whose order is being sent or in doubt is never taken over', async () => {
      await holds().acquire('key', 'first');
      journal.first = 'underWay';
      await makeOld();
      expect(await holds().acquire('key', 'second')).toBe(false);
      expect(await holds().isHeldBy('key', 'first')).toBe(true);
    });

    test('a hold whose order is answered is taken over at once', async () => {
      await holds().acquire('key', 'first');
      journal.first = 'over';
      expect(await holds().acquire('key', 'second')).toBe(true);
      expect(await holds().isHeldBy('key', 'first')).toBe(false);
    });

    test('a hold that was acquired and not used is taken over after the grace period', async () => {
      await holds().acquire('key', 'first');
      await makeOld();
      expect(await holds().acquire('key', 'second')).toBe(true);
    });

    test('an order that took it over from a placement in progress waits each time it asks', async () => {
      await holds().acquire('key', 'first');
      await makeOld();
      // The first order starts to send after the second has read its journal and before the second
      // has written the takeover.
      const reads: string[] = [];
      const racing = new MongoPlacementHolds(model(PlacementHoldRecord), {
        read: async (orderId: string) => {
          const seen = events(orderId);
          reads.push(orderId);
          if (reads.length === 2) journal.first = 'underWay';
          return seen;
        },
      } as never);
      expect(await racing.acquire('key', 'second')).toBe(false);
      expect(await holds().acquire('key', 'second')).toBe(false);
      expect(await holds().acquire('key', 'second')).toBe(false);
      await makeOld();
      journal.third = 'queued';
      expect(await holds().acquire('key', 'third')).toBe(false);
      expect(await holds().acquire('key', 'third')).toBe(false);

      journal.first = 'over';
      expect(await holds().acquire('key', 'third')).toBe(true);
    });

    test('an order that stalls before its takeover forgets no holder of the meantime', async () => {
      await holds().acquire('key', 'first');
      await makeOld();
      // The second order takes the hold, the first takes it back, and the second still sends.
      let hasStalled = false;
      const stalling = new MongoPlacementHolds(model(PlacementHoldRecord), {
        read: async (orderId: string) => {
          if (!hasStalled) {
            hasStalled = true;
            expect(await holds().acquire('key', 'second')).toBe(true);
            await makeOld();
            expect(await holds().acquire('key', 'first')).toBe(true);
            journal.second = 'underWay';
          }
          return events(orderId);
        },
      } as never);
      journal.third = 'queued';
      expect(await stalling.acquire('key', 'third')).toBe(false);
      await makeOld();
      expect(await holds().acquire('key', 'third')).toBe(false);
      expect(await holds().acquire('key', 'third')).toBe(false);

      journal.second = 'over';
      expect(await holds().acquire('key', 'third')).toBe(true);
    });

    test('a hold lasts as long as its order is in doubt, and is removed afterwards', async () => {
      const monthsAgo = new Date(Date.now() - 60 * 24 * 3_600_000);
      await holds().acquire('key', 'first');
      journal.first = 'underWay';
      const age = () => model(PlacementHoldRecord).updateMany({ _id: 'key' }, { at: monthsAgo });
      await age();
      await holds().acquire('another', 'second');
      expect(await holds().acquire('key', 'second')).toBe(false);

      journal.first = 'over';
      await age();
      await holds().acquire('yet another', 'second');
      expect(await model(PlacementHoldRecord).exists({ _id: 'key' })).toBeNull();
    });

    test('only the end of its order removes a hold, also in a store of earlier versions', async () => {
      const { collection } = model(PlacementHoldRecord);
      await collection.dropIndex('at_1');
      await collection.createIndex({ at: 1 }, { expireAfterSeconds: 172_800 });
      await setUpStore(connection);
      const indexes = await model(PlacementHoldRecord).listIndexes();
      expect(indexes.filter((index) => 'expireAfterSeconds' in index)).toEqual([]);
    });

    test('of many orders that ask at once, one gets it', async () => {
      const ids = Array.from({ length: 20 }, (_, index) => `order-${index}`);
      journal = Object.fromEntries(ids.map((id) => [id, 'queued']));
      const got = await Promise.all(ids.map((id) => holds().acquire('key', id)));
      expect(got.filter(Boolean)).toHaveLength(1);
    });
  });

  describe('differences', () => {
    const session = { link: 'flattrade', session: 'FT1' };
    const difference = (fields: Partial<Difference> = {}): Difference => ({
      kind: 'terms',
      orderId: 'a'.repeat(24),
      brokerOrderId: 'B1',
      symbol: 'INFY',
      exchange: 'NSE',
      ours: '1',
      theirs: '2',
      done: 'Nothing',
      ...fields,
    });
    const differences = () => new MongoDifferences(model(DifferenceRecord));
    const open = async () => (await differences().page({ open: true }, null, 10)).items;

    test('stay open until a comparison no longer finds them, and are then settled', async () => {
      // Times of today: MongoDB expires old differences.
      const [first, second, third] = [3, 2, 1].map((ago) => new Date(Date.now() - ago * 60_000));
      await differences().note(session, first, [difference()]);
      await differences().note(session, second, [difference({ theirs: '3' })]);
      expect(await open()).toMatchObject([
        { theirs: '3', firstSeenAt: first.toISOString(), lastSeenAt: second.toISOString() },
      ]);
      await differences().note({ ...session, session: 'FT2' }, third, []);
      expect(await open()).toHaveLength(1);
      await differences().note(session, third, []);
      expect(await open()).toEqual([]);
      const [settled] = (await differences().page({ open: false }, null, 10)).items;
      expect(settled.settledAt).toBe(third.toISOString());
    });

    test('booked differences are listed each time, and are never open', async () => {
      const at = new Date();
      const booked = difference({ kind: 'booked', done: 'Booked Trade' });
      await differences().note(session, at, [booked]);
      await differences().note(session, new Date(at.getTime() + 1), [booked]);
      expect((await differences().page({ kind: 'booked' }, null, 10)).items).toHaveLength(2);
      expect(await open()).toEqual([]);
    });

    test('are returned in pages', async () => {
      const { items: all } = await differences().page({}, null, 100);
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const page: Awaited<ReturnType<MongoDifferences['page']>> = await differences().page(
          {},
          cursor,
          2,
        );
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor;
      } while (cursor);
      expect(seen).toEqual(all.map(({ id }) => id));
    });
  });
});
