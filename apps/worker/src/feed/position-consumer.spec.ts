import { Side } from '@ome/domain';
import { type KnownPosition, ProjectPositions } from '@ome/engine';
import { EventQueries, FeedPositions, POSITIONS_CONSUMER } from '@ome/persistence';
import type { Connection } from 'mongoose';
import { ChangeStreamFeed } from '../../../../libs/persistence/src/feed/change-stream-feed';
import { PositionRig } from '../../../../libs/persistence/src/testing/position-rig';
import {
  dropTestStore,
  JOURNAL_OPTIONS,
  openTestStore,
} from '../../../../libs/persistence/src/testing/test-store';
import { eventually } from '../../../../libs/platform/src/testing/eventually';
import { FeedConsumer } from './feed-consumer';
import { FeedHandlers } from './feed-handlers';

let connection: Connection;
let rig: PositionRig;
let feed: ChangeStreamFeed;
let places: FeedPositions;
/** What was announced, and whether Redis is up. */
let told: string[];
let refused: string[];
let isRedisUp: boolean;
const running: { stop: AbortController; done: Promise<void> }[] = [];

beforeAll(async () => {
  connection = await openTestStore();
  places = new FeedPositions(connection.models.FeedPositionRecord as never);
  feed = new ChangeStreamFeed(
    connection.db!,
    () => places.origin(),
    JOURNAL_OPTIONS.noteUnreadable,
  );
});
afterAll(() => dropTestStore(connection));
beforeEach(async () => {
  rig = new PositionRig(connection);
  await rig.clear();
  await places.save(POSITIONS_CONSUMER, await feed.end());
  told = [];
  refused = [];
  isRedisUp = true;
});
afterEach(async () => {
  for (const { stop } of running) stop.abort();
  await Promise.all(running.splice(0).map(({ done }) => done));
});

function consume(): ProjectPositions {
  const announce = (positions: readonly KnownPosition[]): Promise<void> => {
    const texts = positions.map(
      ({ position, version }) => `${version}: ${position.netQty.toFixed()}`,
    );
    (isRedisUp ? told : refused).push(...texts);
    return isRedisUp ? Promise.resolve() : Promise.reject(new Error('Redis is down'));
  };
  const positions = new ProjectPositions(rig.bookOn(), { announce }, () => undefined);
  const handler = new FeedHandlers({} as never, positions, {} as never, {} as never, null).byName[
    POSITIONS_CONSUMER
  ];
  const consumer = new FeedConsumer(
    feed,
    places,
    new EventQueries(connection.db!.collection('order_events'), JOURNAL_OPTIONS.noteUnreadable),
    {
      name: POSITIONS_CONSUMER,
      ...handler,
      onFailure: () => undefined,
      onHandled: () => undefined,
      noteUnreadable: () => undefined,
    },
  );
  const stop = new AbortController();
  running.push({ stop, done: consumer.run(stop.signal) });
  return positions;
}

const netIs = (quantity: string) => eventually(async () => expect(await rig.net()).toBe(quantity));

test('fills reach their position along the feed, and are announced', async () => {
  consume();
  await rig.filled(10);
  await netIs('10');
  await eventually(() => expect(told).toEqual(['1: 10']));
});

test('two concurrent consumers, and a restarted one, count every fill once', async () => {
  consume();
  consume();
  for (let quantity = 1; quantity <= 20; quantity += 1) await rig.filled(quantity);
  await netIs('210');
  consume();
  await rig.filled(5, { isProjected: false });
  await netIs('215');
  await rig.expectExact();
});

test('without Redis positions are updated, and announced once it is back, also after a restart', async () => {
  isRedisUp = false;
  const positions = consume();
  await rig.filled(10);
  await netIs('10');
  await rig.filled(5);
  await netIs('15');
  expect(positions.settledAt()).toBeLessThan(Date.now());
  expect(told).toEqual([]);

  running[0].stop.abort();
  await running[0].done;
  isRedisUp = true;
  consume();
  await eventually(() => expect(told.at(-1)).toBe('2: 15'));
  expect(await rig.net()).toBe('15');
});

test('only the latest state of waiting positions is announced', async () => {
  isRedisUp = false;
  const positions = consume();
  await rig.filled(10);
  await netIs('10');
  await rig.filled(5);
  await eventually(() => expect(refused).toContain('2: 15'));
  isRedisUp = true;
  await eventually(async () => {
    await positions.announce();
    expect(told).toEqual(['2: 15']);
  });
  expect(positions.settledAt()).toBe(Infinity);
});

test('net positions include everything booked before the call, without reading old fills', async () => {
  const nets = await rig.netPositions();
  const of = async () =>
    (await nets.netsOf('rest', { in: ['42'] }, '2026-01-05')).map(({ netQty }) => netQty.toFixed());
  await rig.filled(10);
  // No consumer updates positions here.
  expect(await of()).toEqual(['10']);
  expect(await rig.net()).toBe('10');
  await rig.collection('fills').deleteMany({});
  await rig.filled(5);
  expect(await of()).toEqual(['15']);

  consume();
  await rig.filled(1);
  await eventually(async () => expect(await rig.net()).toBe('16'));
  expect(await of()).toEqual(['16']);
});

test('net positions say what was carried into the day, also of documents without an opening', async () => {
  const nets = await rig.netPositions();
  const [before, day, after] = ['2026-01-05', '2026-01-06', '2026-01-07'];
  const at = (date: string) => ({ at: new Date(`${date}T05:00:00Z`) });
  const carried = async (into: string) =>
    (await nets.netsOf('rest', { in: ['42'] }, into)).map((net) => net.carried.toFixed());
  await rig.filled(10, at(before));
  expect([await carried(before), await carried(day)]).toEqual([['0'], ['10']]);
  await rig.filled(3, { ...at(day), side: Side.Sell });
  expect([await carried(day), await carried(after)]).toEqual([['10'], ['7']]);
  await rig.collection('positions').updateMany({}, { $unset: { 'position.opening': 1 } });
  expect([await carried(day), await carried(after)]).toEqual([['10'], ['7']]);
});
