import { FixLogFenced, type SentMessage } from '@ome/fix';
import type { Connection } from 'mongoose';
import { dropTestStore, openTestStore } from '../testing/test-store';
import { MongoFixLog } from './mongo-fix-log';

let store: Connection;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => dropTestStore(store));

let sessions = 0;
const aSession = () => `OME-DESK-${(sessions += 1)}`;
const logOf = (session: string) => new MongoFixLog(store.collection('fix_log'), session);

const message = (seq: number): SentMessage => ({
  seq,
  type: '8',
  at: new Date('2026-11-26T09:15:00.120Z'),
  header: [[115, 'BACK']],
  body: `58=${seq}\x01`,
});

async function asked(log: MongoFixLog, begin: number, end: number): Promise<SentMessage[]> {
  const found: SentMessage[] = [];
  for await (const messages of log.read(begin, end)) found.push(...messages);
  return found;
}

test('a new session starts at 1', async () => {
  expect(await logOf(aSession()).open()).toEqual({ nextIn: 1, nextOut: 1, cursor: null });
});

test('a restarted process continues where the last one stopped', async () => {
  const session = aSession();
  const log = logOf(session);
  await log.open();
  await log.append({ out: [message(1), message(2)], nextIn: 4, cursor: 'c1' });
  await log.append({ out: [], nextIn: 6, cursor: 'c1' });
  expect(await logOf(session).open()).toEqual({ nextIn: 6, nextOut: 3, cursor: 'c1' });
  // Ids of a session are distinct from those of another whose name has the same prefix.
  expect(await logOf(`${session}0`).open()).toMatchObject({ nextIn: 1 });
});

test('messages are read as they were sent', async () => {
  const log = logOf(aSession());
  await log.open();
  await log.append({ out: [1, 2, 3].map(message), nextIn: 1, cursor: null });
  await log.append({ out: [], nextIn: 2, cursor: null });
  await log.append({ out: [4, 5].map(message), nextIn: 2, cursor: null });
  await log.append({ out: [6].map(message), nextIn: 2, cursor: null });
  expect(await asked(log, 2, 4)).toEqual([2, 3, 4].map(message));
  expect(await asked(log, 7, 9)).toEqual([]);
});

test('a reset restarts both numbers, and keeps the cursor of the feed', async () => {
  const session = aSession();
  const log = logOf(session);
  await log.open();
  await log.append({ out: [message(1)], nextIn: 5, cursor: 'c1' });
  await log.reset();
  await log.append({ out: [message(1)], nextIn: 2, cursor: 'c2' });
  expect(await asked(log, 1, 9)).toEqual([message(1)]);
  expect(await logOf(session).open()).toEqual({ nextIn: 2, nextOut: 2, cursor: 'c2' });
});

test('what was sent since an instant is read from the newest on, also from before a reset', async () => {
  const log = logOf(aSession());
  await log.open();
  const minute = (at: number, seq: number): SentMessage => ({
    ...message(seq),
    at: new Date(Date.UTC(2026, 10, 26, 9, at)),
  });
  await log.append({ out: [minute(1, 1)], nextIn: 1, cursor: null });
  await log.append({ out: [minute(2, 2), minute(3, 3)], nextIn: 1, cursor: null });
  await log.append({ out: [minute(4, 4)], nextIn: 1, cursor: null });
  await log.reset();
  await log.append({ out: [minute(5, 1)], nextIn: 1, cursor: null });
  const found: (readonly SentMessage[])[] = [];
  for await (const sent of log.sentSince(minute(3, 3).at)) found.push(sent);
  expect(found).toEqual([[minute(5, 1)], [minute(4, 4)], [minute(3, 3)]]);
});

test('a message is found by its reference, and whether its number counts and it was denied', async () => {
  const log = logOf(aSession());
  await log.open();
  const named = (seq: number, ref: string): SentMessage => ({ ...message(seq), ref });
  await log.append({ out: [named(1, 'a'), named(2, 'b')], nextIn: 1, cursor: null });
  await log.append({ out: [named(3, 'a')], nextIn: 1, cursor: null, denied: [1] });
  expect(await log.find('b')).toEqual({ seq: 2, isCurrent: true, isDenied: false });
  // Of several the last one, which was not denied.
  expect(await log.find('a')).toEqual({ seq: 3, isCurrent: true, isDenied: false });
  expect(await log.find('c')).toBeNull();
  await log.append({ out: [], nextIn: 1, cursor: null, denied: [2, 3] });
  await log.reset();
  await log.append({ out: [named(1, 'd'), message(2)], nextIn: 1, cursor: null });
  expect(await log.find('a')).toEqual({ seq: 3, isCurrent: false, isDenied: true });
  expect(await log.find('b')).toEqual({ seq: 2, isCurrent: false, isDenied: true });
  expect(await log.find('d')).toEqual({ seq: 1, isCurrent: true, isDenied: false });
});

test('both numbers restart with each period of the hours, once, and not where there were none', async () => {
  const session = aSession();
  const log = logOf(session);
  await log.open();
  await log.append({ out: [message(1)], nextIn: 5, cursor: 'c1' });
  const [monday, tuesday] = ['2026-11-23', '2026-11-24'].map((day) => new Date(day));
  expect(await log.begin(monday)).toEqual({ nextIn: 5, nextOut: 2, cursor: 'c1' });
  expect(await log.begin(tuesday)).toEqual({ nextIn: 1, nextOut: 1, cursor: 'c1' });
  await log.append({ out: [message(1)], nextIn: 2, cursor: 'c2' });
  const next = logOf(session);
  await next.open();
  expect(await next.begin(tuesday)).toEqual({ nextIn: 2, nextOut: 2, cursor: 'c2' });
  await next.reset();
  await next.append({ out: [message(1)], nextIn: 3, cursor: 'c3' });
  expect(await next.begin(tuesday)).toEqual({ nextIn: 3, nextOut: 2, cursor: 'c3' });
});

test('of two processes the later one has the session, and the other one is fenced off', async () => {
  const session = aSession();
  const [first, second] = [logOf(session), logOf(session)];
  await first.open();
  await second.open();
  await expect(first.append({ out: [message(1)], nextIn: 1, cursor: null })).rejects.toThrow(
    FixLogFenced,
  );
  await second.append({ out: [message(1)], nextIn: 1, cursor: null });
  expect(await asked(second, 1, 1)).toEqual([message(1)]);
});
