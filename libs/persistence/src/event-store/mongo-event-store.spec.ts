import type { OrderEvent } from '@ome/domain';
import { Overloaded, StoreUnavailable } from '@ome/event-store';
import { type Connection, createConnection, mongo } from 'mongoose';
import { type Cut, CuttingProxy } from '../testing/cutting-proxy';
import {
  anOrderId,
  dropTestStore,
  JOURNAL_OPTIONS,
  opening,
  openTestStore,
  testStoreUrl,
} from '../testing/test-store';
import { storeOptions } from '../persistence.module';
import { storedEvent } from './stored-event';
import { MongoJournal, ORDER_STREAM } from '../journal/order-stream';

type CommandStartedEvent = mongo.CommandStartedEvent;

const AT = new Date('2026-01-02T03:04:05Z');

const cancelRequested = (orderId: string, seq: number, newClOrdId: string | null): OrderEvent => ({
  type: 'CancelRequested',
  orderId,
  seq,
  at: AT,
  by: null,
  requestId: null,
  clOrdId: `${orderId}-${seq}`,
  newClOrdId,
  text: null,
});

const reported = (orderId: string, seq: number, execId: string): OrderEvent => ({
  type: 'New',
  orderId,
  seq,
  at: AT,
  by: null,
  requestId: null,
  source: 'link',
  clOrdId: orderId,
  execId,
  brokerOrderId: null,
  text: null,
  transactTime: null,
  alerts: [],
});

describe('the order journal', () => {
  let connection: Connection;
  let journal: MongoJournal;
  let other: MongoJournal;

  beforeAll(async () => {
    connection = await openTestStore();
    journal = journalOn(connection);
    other = journalOn(connection);
  });
  afterAll(() => dropTestStore(connection));

  const journalOn = ({ db }: Connection, verdictTimeoutMs = 5_000): MongoJournal =>
    new MongoJournal(db!, { ...JOURNAL_OPTIONS, verdictTimeoutMs });

  test('a committed event is read back as it was written', async () => {
    const event = opening();
    const appended = await journal.append(event);

    expect(appended).toEqual({
      verdict: 'committed',
      eventId: expect.stringMatching(/^[0-9a-f]{24}$/),
    });
    expect(await journal.read(event.orderId)).toEqual([event]);
    const [entry] = await other.readEntries(event.orderId);
    expect(entry.id).toBe('eventId' in appended && appended.eventId);
  });

  test('an order that does not exist has no events', async () => {
    expect(await journal.read(anOrderId())).toEqual([]);
  });

  test('of many appends with one sequence number one is committed, and the others conflict', async () => {
    const event = opening();
    const journals = [journal, other];
    const verdicts = await Promise.all(
      Array.from({ length: 20 }, (_, index) => journals[index % 2].append(event)),
    );

    const names = verdicts.map(({ verdict }) => verdict);
    expect(names.filter((name) => name === 'committed')).toHaveLength(1);
    expect(names.filter((name) => name === 'conflict')).toHaveLength(19);
    expect(await journal.read(event.orderId)).toHaveLength(1);
  });

  test.each([
    ['newClOrdId', cancelRequested],
    ['execId', reported],
  ])(
    'a %s that the order has already: duplicate, with the event that holds it',
    async (_, make) => {
      const { orderId } = await opened();
      await journal.append(make(orderId, 2, 'X-1'));

      const again = await other.append(make(orderId, 3, 'X-1'));
      const elsewhere = await other.append(make((await opened()).orderId, 2, 'X-1'));

      expect(again).toMatchObject({ verdict: 'duplicate', holder: { orderId, seq: 2 } });
      expect(elsewhere.verdict).toBe('committed');
      expect(await journal.read(orderId)).toHaveLength(2);
    },
  );

  test('if both the sequence number and the id are taken, the verdict is about the id', async () => {
    const { orderId } = await opened();
    await journal.append(reported(orderId, 2, 'X-2'));

    const verdict = await journal.append(reported(orderId, 2, 'X-2'));
    expect(verdict).toMatchObject({ verdict: 'duplicate', holder: { seq: 2 } });
  });

  test('events without such an id do not collide', async () => {
    const { orderId } = await opened();
    for (const seq of [2, 3, 4]) {
      expect(await journal.append(cancelRequested(orderId, seq, null))).toMatchObject({
        verdict: 'committed',
      });
    }
  });

  test('in one write, each event has a verdict of its own', async () => {
    const taken = await opened();
    await journal.append(reported(taken.orderId, 2, 'X-3'));
    const fresh = [opening(), opening()];
    const verdicts = await Promise.all([
      journal.append(fresh[0]),
      journal.append(opening({ orderId: taken.orderId })),
      journal.append(reported(taken.orderId, 3, 'X-3')),
      journal.append(reported(taken.orderId, 3, 'X-4')),
      journal.append(fresh[1]),
    ]);

    expect(verdicts.map(({ verdict }) => verdict)).toEqual([
      'committed',
      'conflict',
      'duplicate',
      'committed',
      'committed',
    ]);
  });

  test('it decides on reads from the primary, whatever the URL says', async () => {
    const url = new URL(testStoreUrl(connection.db!.databaseName));
    url.searchParams.set('readPreference', 'secondaryPreferred');
    url.searchParams.set('readConcernLevel', 'available');
    const commands: CommandStartedEvent[] = [];
    const elsewhere = await createConnection(url.href, { monitorCommands: true }).asPromise();
    elsewhere.getClient().on('commandStarted', (command) => commands.push(command));
    try {
      const event = opening();
      expect(await journalOn(elsewhere).append(event)).toMatchObject({ verdict: 'committed' });
      expect(await journalOn(elsewhere).append(event)).toEqual({ verdict: 'conflict' });
      expect(await journalOn(elsewhere).read(event.orderId)).toEqual([event]);
    } finally {
      await elsewhere.close();
    }
    const reads = commands.filter(({ commandName }) => commandName === 'find');
    // The reads: the holder of the sequence number, its confirmation, and the history.
    expect(reads.map(({ command }) => command as object)).toMatchObject([
      { readConcern: { level: 'local' } },
      { readConcern: { level: 'linearizable' } },
      { readConcern: { level: 'majority' } },
    ]);
    // A command without a read preference reads from the primary.
    expect(reads.flatMap(({ command }) => command.$readPreference ?? [])).toEqual([]);
  });

  test('the engine connects to the primary, even by a URL that asks for secondaries', async () => {
    const url = new URL(testStoreUrl(connection.db!.databaseName));
    // There is no secondary here: a read from one would wait in vain.
    url.searchParams.set('readPreference', 'secondary');
    url.searchParams.set('readConcernLevel', 'linearizable');
    const options = { ...storeOptions, serverSelectionTimeoutMS: 1_000 };
    const elsewhere = await createConnection(url.href, options).asPromise();
    try {
      const { readPreference, readConcern } = elsewhere.getClient().options;
      expect([readPreference.mode, readConcern?.level]).toEqual(['primary', 'local']);
      expect(await elsewhere.db!.collection('orders').countDocuments()).toBe(0);
    } finally {
      await elsewhere.close();
    }
  });

  test('an event without a majority causes a conflict only once it has one', async () => {
    const event = opening();
    const rival = { ...storedEvent(ORDER_STREAM, event), symbol: 'RIVAL' };
    await events().insertOne(rival, { writeConcern: { w: 1, j: false } });

    expect(await journal.append(event)).toEqual({ verdict: 'conflict' });
    expect(await journal.read(event.orderId)).toMatchObject([{ symbol: 'RIVAL' }]);
  });

  test('an event that was rolled back causes no conflict', async () => {
    const event = opening();
    const rival = storedEvent(ORDER_STREAM, event);
    await events().insertOne(rival);
    const asked = jest.spyOn(mongo.Collection.prototype, 'findOne');
    // As in a failover between the duplicate key error and its confirmation.
    asked.mockImplementationOnce(async () => {
      await events().deleteOne({ _id: rival._id });
      return null;
    });
    try {
      expect(await journal.append(event)).toMatchObject({ verdict: 'committed' });
    } finally {
      asked.mockRestore();
    }
    expect(await journal.read(event.orderId)).toEqual([event]);
  });

  test('a history with a gap is refused, and others are read', async () => {
    const { orderId } = await opened();
    const late = storedEvent(ORDER_STREAM, cancelRequested(orderId, 3, null));
    await events().insertOne(late);
    const well = await opened();

    const [broken, read] = await Promise.allSettled([
      journal.read(orderId),
      journal.read(well.orderId),
    ]);
    expect(broken).toMatchObject({
      reason: { place: { stream: 'order', id: orderId, seq: 2, reason: 'event 2 is missing' } },
    });
    expect(read).toMatchObject({ value: [{ orderId: well.orderId }] });
  });

  test('sheds load when too many events wait, first events before later ones', async () => {
    const { orderId } = await opened();
    const store = journalOn(connection);
    const openings = Array.from({ length: 3_000 }, () => store.append(opening()));
    await expect(store.append(opening())).rejects.toThrow(Overloaded);
    // A later event finds room.
    const going = store.append(cancelRequested(orderId, 2, null));
    expect(await going).toMatchObject({ verdict: 'committed' });
    const verdicts = await Promise.all(openings);
    expect(new Set(verdicts.map(({ verdict }) => verdict))).toEqual(new Set(['committed']));
  });

  const events = () => connection.db!.collection('order_events');

  async function opened(): Promise<OrderEvent> {
    const event = opening();
    await journal.append(event);
    return event;
  }

  describe('when the connection is cut', () => {
    let proxy: CuttingProxy;
    let through: Connection;
    let cut: MongoJournal;

    beforeAll(async () => {
      const target = new URL(testStoreUrl());
      target.pathname = `/${connection.db!.databaseName}`;
      proxy = new CuttingProxy(target);
      through = await createConnection(await proxy.start(), {
        autoCreate: false,
        autoIndex: false,
        serverSelectionTimeoutMS: 1_000,
        heartbeatFrequencyMS: 500,
      }).asPromise();
      cut = journalOn(through);
    });
    afterAll(async () => {
      await through.close();
      await proxy.stop();
    });

    const CUTS: Cut[] = ['before it is forwarded', 'after it was forwarded', 'when it is answered'];

    test.each(CUTS)('%s: the event is committed, once', async (where) => {
      const before = proxy.cuts;
      const events = [opening(), opening(), opening()];
      proxy.cutNext(events[0].orderId, where);
      const verdicts = await Promise.all(events.map((event) => cut.append(event)));

      expect(proxy.cuts).toBe(before + 1);
      expect(verdicts.map(({ verdict }) => verdict)).toEqual(Array(3).fill('committed'));
      for (const { orderId } of events) expect(await journal.read(orderId)).toHaveLength(1);
    });

    test.each(CUTS)('%s several times over: the event is committed, once', async (where) => {
      const event = opening();
      proxy.cutNext(event.orderId, where, 3);

      expect(await cut.append(event)).toMatchObject({ verdict: 'committed' });
      expect(await journal.read(event.orderId)).toHaveLength(1);
    });

    test.each(CUTS)('%s: an event of another writer is a conflict', async (where) => {
      const event = opening();
      const rival = opening({ orderId: event.orderId, symbol: 'RIVAL' });
      await journal.append(rival);
      proxy.cutNext(event.orderId, where);

      expect(await cut.append(event)).toEqual({ verdict: 'conflict' });
      expect(await journal.read(event.orderId)).toEqual([rival]);
    });

    test.each(CUTS)('%s: a report that counted before is a duplicate', async (where) => {
      const { orderId } = await opened();
      await journal.append(reported(orderId, 2, 'X-5'));
      proxy.cutNext(orderId, where);

      expect(await cut.append(reported(orderId, 3, 'X-5'))).toMatchObject({
        verdict: 'duplicate',
        holder: { seq: 2 },
      });
    });

    test('beyond the timeout: the append fails with an unknown outcome', async () => {
      const impatient = journalOn(through, 500);
      const event = opening();
      proxy.shut();
      await expect(impatient.append(event)).rejects.toThrow(StoreUnavailable);
      proxy.open();

      expect(await cut.append(event)).toMatchObject({ verdict: 'committed' });
    });

    test('for some time: the event is committed when the store is back', async () => {
      proxy.shut();
      const verdict = cut.append(opening());
      setTimeout(() => proxy.open(), 700);

      expect(await verdict).toMatchObject({ verdict: 'committed' });
    });
  });
});
