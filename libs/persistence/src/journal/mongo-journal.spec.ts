import type { OrderEvent } from '@ome/domain';
import { StoreUnavailable } from '@ome/engine';
import { type Connection, createConnection } from 'mongoose';
import { type Cut, CuttingProxy } from '../testing/cutting-proxy';
import {
  anOrderId,
  dropTestStore,
  opening,
  openTestStore,
  testStoreUrl,
} from '../testing/test-store';
import { MongoJournal } from './mongo-journal';

const AT = new Date('2026-01-02T03:04:05Z');

const cancelRequested = (orderId: string, seq: number, newClOrdId: string | null): OrderEvent => ({
  ...{ type: 'CancelRequested', orderId, seq, at: AT, by: null, requestId: null },
  ...{ clOrdId: `${orderId}-${seq}`, newClOrdId, text: null },
});

const reported = (orderId: string, seq: number, execId: string): OrderEvent => ({
  ...{ type: 'New', orderId, seq, at: AT, by: null, requestId: null, source: 'link' },
  ...{ clOrdId: orderId, execId, brokerOrderId: null, text: null, transactTime: null, alerts: [] },
});

describe('MongoJournal', () => {
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
    new MongoJournal(db!.collection('order_events'), { verdictTimeoutMs, maxInFlight: 2 });

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

  test('of many appends for the same place one is committed, and the others conflict', async () => {
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

  test('where both the place and the id are taken, the id is what counts', async () => {
    const { orderId } = await opened();
    await journal.append(reported(orderId, 2, 'X-2'));

    const verdict = await journal.append(reported(orderId, 2, 'X-2'));
    expect(verdict).toMatchObject({ verdict: 'duplicate', holder: { seq: 2 } });
  });

  test('events without such an id do not get into each other’s way', async () => {
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

    test.each(CUTS)('%s: what another has won is not ours', async (where) => {
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

    test('for longer than anyone waits: nobody is told what nobody knows', async () => {
      const impatient = journalOn(through, 500);
      const event = opening();
      proxy.shut();
      await expect(impatient.append(event)).rejects.toThrow(StoreUnavailable);
      proxy.open();

      expect(await cut.append(event)).toMatchObject({ verdict: 'committed' });
    });

    test('for a while: the event is committed when the store is back', async () => {
      proxy.shut();
      const verdict = cut.append(opening());
      setTimeout(() => proxy.open(), 700);

      expect(await verdict).toMatchObject({ verdict: 'committed' });
    });
  });
});
