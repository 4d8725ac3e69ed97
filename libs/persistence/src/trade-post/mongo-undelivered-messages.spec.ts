import type { UndeliveredMessage } from '@ome/engine';
import type { Connection } from 'mongoose';
import { QueryMonitor } from '../testing/query-monitor';
import { dropTestStore, openTestStore } from '../testing/test-store';
import { MongoUndeliveredMessages } from './mongo-undelivered-messages';

const NOW = new Date('2026-01-02T03:04:05Z');
const after = (ms: number): Date => new Date(NOW.getTime() + ms);

let connection: Connection;
let monitor: QueryMonitor;
let undelivered: MongoUndeliveredMessages;

beforeAll(async () => {
  connection = await openTestStore({ monitorCommands: true });
  monitor = new QueryMonitor(connection);
  undelivered = new MongoUndeliveredMessages(connection.models.UndeliveredMessageRecord as never);
});
afterAll(() => dropTestStore(connection));
beforeEach(() => connection.db!.collection('undelivered_messages').deleteMany({}));

const message = (orderId: string, seq: number, nextAttemptAt = NOW): UndeliveredMessage => ({
  id: `${orderId}:T${seq}`,
  orderId,
  seq,
  event: {} as never,
  attempts: 1,
  lastError: 'away',
  since: NOW,
  nextAttemptAt,
});
const keep = (messages: UndeliveredMessage[]) =>
  connection
    .db!.collection<{ _id: string }>('undelivered_messages')
    .insertMany(messages.map(({ id, ...rest }) => ({ _id: id, ...rest })));
const many = (orderId: string, count: number): UndeliveredMessage[] =>
  Array.from({ length: count }, (_, index) => message(orderId, index + 2));
const due = async (at = NOW, limit = 5) =>
  (await undelivered.due(at, limit)).map(({ id }) => id).sort();

test('the first message of each order is due, and the next after its delivery', async () => {
  await keep([...many('one', 3), ...many('other', 2)]);
  expect(await due()).toEqual(['one:T2', 'other:T2']);
  await undelivered.remove(message('one', 2), after(10));
  expect(await due(after(10))).toEqual(['one:T3', 'other:T2']);
});

test('an order with a thousand waiting messages does not delay others', async () => {
  await keep([message('many', 1, after(50_000)), ...many('many', 1_000)]);
  await keep([message('other', 2, after(1)), message('third', 2, after(2))]);
  expect(await due(after(10))).toEqual(['other:T2', 'third:T2']);
  expect(await due(after(50_000))).toEqual(['many:T1', 'other:T2', 'third:T2']);
});

test('each of many orders gets its turn, the longest waiting first', async () => {
  await keep(Array.from({ length: 20 }, (_, index) => message(`o${index}`, 2, after(index))));
  expect(await due(after(100))).toEqual(['o0:T2', 'o1:T2', 'o2:T2', 'o3:T2', 'o4:T2']);
  await undelivered.keep({ ...message('o0', 2), nextAttemptAt: after(1_000) });
  expect(await due(after(100))).toEqual(['o1:T2', 'o2:T2', 'o3:T2', 'o4:T2', 'o5:T2']);
});

test('a message that was not told of the delivery before it is found, too', async () => {
  await keep([message('one', 2, after(500)), ...many('one', 3).slice(1)]);
  expect(await due(after(1))).toEqual([]);
  // The process died right after.
  await connection.db!.collection('undelivered_messages').deleteOne({ seq: 2 });
  expect(await due(after(61_000))).toEqual(['one:T3']);
});

test('finding due messages costs the same, however many wait', async () => {
  const costs: object[] = [];
  for (const count of [10, 1_000]) {
    await keep(
      Array.from({ length: count }, (_, index) => message(`c${count}-${index}`, 2, after(9_000))),
    );
    await keep([message(`due-${count}`, 2)]);
    monitor.take();
    await due();
    const queries = monitor.take();
    const explained = await Promise.all(queries.map((query) => monitor.explain(query)));
    costs.push(explained.map(({ examined }) => examined <= 4));
  }
  expect(costs[1]).toEqual(costs[0]);
  expect(costs[0]).toEqual([true, true]);
});
