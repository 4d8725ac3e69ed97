import type { Connection, Model } from 'mongoose';
import { decimal } from '@ome/domain';
import { aReport } from '../../../domain/test/builders';
import {
  answer,
  FakeHttpServer,
  hangUp,
} from '../../../execution-links/src/testing/fake-http-server';
import { HttpTradePost } from '../../../execution-links/src/trade-post/http-trade-post';
import { MongoUndeliveredMessages } from '../../../persistence/src/trade-post/mongo-undelivered-messages';
import { UndeliveredQueries } from '../../../persistence/src/trade-post/undelivered-queries';
import type { UndeliveredMessageRecord } from '../../../persistence/src/trade-post/undelivered-message.schema';
import { DeliverFills, EventMessages, type JournalEntry } from '..';
import { dropTestStore, EngineRig, openTestStore } from '../testing/engine-rig';

const TAKEN = answer(200, { success: true });
const REFUSED = answer(200, { success: false });

describe('DeliverFills', () => {
  const server = new FakeHttpServer();
  let connection: Connection;
  let rig: EngineRig;
  let tradePost: HttpTradePost;
  let deliver: DeliverFills;

  beforeAll(async () => {
    connection = await openTestStore();
  });
  afterAll(async () => {
    await dropTestStore(connection);
  });
  beforeEach(async () => {
    await server.start();
    server.received.length = 0;
    server.reaction = TAKEN;
    rig = new EngineRig(connection, server);
    tradePost = new HttpTradePost({
      url: `${server.url}/fills`,
      timeoutMs: 1_000,
      timeZone: 'UTC',
    });
    deliver = anotherProcess();
    await model().deleteMany({});
  });
  afterEach(async () => {
    await server.stop();
    await Promise.all([tradePost.close(), rig.link.close()]);
  });

  const model = () => connection.models.UndeliveredMessageRecord as Model<UndeliveredMessageRecord>;
  const undelivered = () => new MongoUndeliveredMessages(model());
  const listed = async () => (await new UndeliveredQueries(model()).page(null, 100)).items;

  const anotherProcess = (): DeliverFills =>
    new DeliverFills(new EventMessages(rig.journal), tradePost, undelivered(), rig.clock);

  /** An order with that many fills of 1, in the journal. */
  async function filled(count: number): Promise<JournalEntry[]> {
    const orderId = await rig.placeOrder();
    for (let index = 1; index <= count; index += 1) {
      const report = aReport('Trade', {
        clOrdId: orderId,
        execId: `e${index}`,
        lastQty: decimal(1),
        lastPx: decimal(index),
      });
      await rig.bookReport.execute(report, { by: 'link', requestId: null });
    }
    return rig.journal.readEntries(orderId);
  }

  const delivered = (orderId?: string): string[] =>
    server.received
      .filter(({ body }) => orderId === undefined || body.order_id === orderId)
      .map(({ body }) => body.fill.fill_id as string);

  test('every fill is delivered, in order per order, and nothing else', async () => {
    const one = await filled(3);
    const other = await filled(2);
    await deliver.handle([...one, ...other]);

    expect(delivered(one[0].event.orderId)).toEqual(['e1', 'e2', 'e3']);
    expect(delivered(other[0].event.orderId)).toEqual(['e1', 'e2']);
    expect(await listed()).toEqual([]);
  });

  test('a message that is not accepted is kept for ops, and later ones wait behind it', async () => {
    const one = await filled(3);
    const other = await filled(1);
    const [{ event }] = one;
    server.reaction = (request, ...rest) =>
      (request.body.order_id === event.orderId ? REFUSED : TAKEN)(request, ...rest);
    await deliver.handle([...one, ...other]);

    expect(delivered(event.orderId)).toEqual(['e1']);
    expect(delivered(other[0].event.orderId)).toEqual(['e1']);
    expect(await listed()).toMatchObject([
      { id: `${event.orderId}:e1`, attempts: 1, lastError: expect.stringContaining('200') },
      { id: `${event.orderId}:e2`, lastError: expect.stringContaining('earlier fill') },
      { id: `${event.orderId}:e3` },
    ]);
  });

  test('it is retried with back-off, and then all are sent in order', async () => {
    const entries = await filled(3);
    server.reaction = hangUp;
    await deliver.handle(entries);
    await deliver.retry(10);
    expect(delivered()).toEqual(['e1']);

    for (const aheadMs of [600, 1_100, 2_100]) {
      rig.clock.aheadMs += aheadMs;
      await deliver.retry(10);
    }
    expect(delivered()).toEqual(['e1', 'e1', 'e1', 'e1']);
    expect((await listed())[0]).toMatchObject({ attempts: 4 });

    server.reaction = TAKEN;
    rig.clock.aheadMs += 10_000;
    for (let round = 0; round < 3; round += 1) await deliver.retry(10);
    expect(delivered().slice(4)).toEqual(['e1', 'e2', 'e3']);
    expect(await listed()).toEqual([]);
  });

  test('a later fill waits behind an earlier one, even in another process', async () => {
    const entries = await filled(2);
    server.reaction = REFUSED;
    await deliver.handle(entries.slice(0, 2));
    server.reaction = TAKEN;
    await anotherProcess().handle(entries.slice(2));

    expect(delivered()).toEqual(['e1']);
    rig.clock.aheadMs += 10_000;
    for (let round = 0; round < 2; round += 1) await deliver.retry(10);
    expect(delivered()).toEqual(['e1', 'e1', 'e2']);
  });

  test('many that wait behind one do not block other orders', async () => {
    const stuck = await filled(6);
    const other = await filled(1);
    server.reaction = REFUSED;
    await deliver.handle([...stuck, ...other]);
    const { orderId } = stuck[0].event;
    const nextAttemptAt = new Date(Date.now() + 3_600_000);
    await model().updateOne({ _id: `${orderId}:e1` }, { nextAttemptAt });

    server.reaction = TAKEN;
    server.received.length = 0;
    rig.clock.aheadMs += 10_000;
    await deliver.retry(3);
    expect(delivered()).toEqual(['e1']);
    expect(delivered(orderId)).toEqual([]);
  });

  test('ops can have it sent again at once', async () => {
    const entries = await filled(1);
    server.reaction = REFUSED;
    await deliver.handle(entries);
    server.reaction = TAKEN;

    const [{ id }] = await listed();
    const queries = new UndeliveredQueries(model());
    expect(await queries.makeDue('nothing')).toBe(0);
    expect(await queries.makeDue(id)).toBe(1);
    await deliver.retry(10);
    expect(await listed()).toEqual([]);
  });

  test('the same events again are delivered again: at least once', async () => {
    const entries = await filled(2);
    await deliver.handle(entries);
    await deliver.handle(entries);
    expect(delivered()).toEqual(['e1', 'e2', 'e1', 'e2']);
  });
});
