import type { Connection } from 'mongoose';
import { FakeHttpServer } from '../../../execution-links/src/testing/fake-http-server';
import { EventMessages, type JournalEntry } from '..';
import { dropTestStore, EngineRig, openTestStore } from '../testing/engine-rig';

describe('EventMessages', () => {
  const server = new FakeHttpServer();
  let connection: Connection;
  let rig: EngineRig;
  let entries: JournalEntry[];

  beforeAll(async () => {
    connection = await openTestStore();
    await server.start();
    rig = new EngineRig(connection, server);
    const orderIds = [await rig.placeOrder(), await rig.placeOrder(), await rig.placeOrder()];
    for (const orderId of orderIds) {
      await rig.send.advance(orderId);
      await rig.replace(orderId, 150);
      await rig.cancel(orderId);
    }
    entries = (await Promise.all(orderIds.map((id) => rig.journal.readEntries(id)))).flat();
  });
  afterAll(async () => {
    await server.stop();
    await rig.link.close();
    await dropTestStore(connection);
  });

  const described = async (messages: EventMessages, part: JournalEntry[]) =>
    (await messages.describe(part)).map(({ message }) => message);

  test('gives each event the order as it was after it', async () => {
    const found = await described(new EventMessages(rig.journal), entries);
    for (const { seq, order } of found) expect(order.version).toBe(seq);
    expect(found.slice(0, 5).map(({ order }) => order.ordStatus)).toEqual([
      'PendingNew',
      'PendingNew',
      'PendingNew',
      'PendingReplace',
      'PendingCancel',
    ]);
  });

  test('gives the same result wherever reading begins, and however little is cached', async () => {
    const expected = await described(new EventMessages(rig.journal), entries);
    for (const kept of [1, 2, 1_000]) {
      const messages = new EventMessages(rig.journal, kept);
      for (const [from, to] of [
        [3, 9],
        [0, 15],
        [14, 15],
        [2, 3],
        [7, 12],
      ]) {
        expect(await described(messages, entries.slice(from, to))).toEqual(
          expected.slice(from, to),
        );
      }
    }
  });

  test('gives the same result to concurrent readers at different places', async () => {
    const expected = await described(new EventMessages(rig.journal), entries);
    const messages = new EventMessages(rig.journal);
    const places = Array.from({ length: 60 }, (_, index) => index % entries.length);
    const found = await Promise.all(
      places.map((from) => described(messages, entries.slice(from, from + 4))),
    );
    for (const [index, from] of places.entries()) {
      expect(found[index]).toEqual(expected.slice(from, from + 4));
    }
  });
});
