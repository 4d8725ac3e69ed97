import { Test, type TestingModule } from '@nestjs/testing';
import { getConnectionToken } from '@nestjs/mongoose';
import type { Connection, Schema } from 'mongoose';
import { MODELS } from './collections';
import { PersistenceModule } from './persistence.module';
import { EXCUSES, type Fault } from './testing/query-excuses';
import { CalledMethods } from './testing/called-methods';
import { QueryMonitor, type SentQuery, shapeOf } from './testing/query-monitor';
import { dropTestStore, openTestStore, testStoreUrl } from './testing/test-store';
import { type ModuleUse, useOf } from './testing/use/module-use';
import {
  useBrokers,
  useFixLog,
  useFixSessions,
  useInstruments,
  useLinks,
} from './testing/use/use-brokers';
import {
  useAudit,
  useBaskets,
  usePendingChanges,
  useInspection,
  useKeys,
  usePeople,
  useRebuild,
  useSetAside,
} from './testing/use/use-operations';
import {
  useFills,
  useJournal,
  useOrders,
  useReports,
  useUndelivered,
} from './testing/use/use-orders';
import { useClosings, useConversions, usePositions, usePrices } from './testing/use/use-positions';
import { useCounters, useLimits, useLosses } from './testing/use/use-risk';

/** Everything that the engine does with the store. */
const USES: [string, (use: ModuleUse) => Promise<void>][] = [
  ['the journal', useJournal],
  ['orders', useOrders],
  ['fills', useFills],
  ['reports that wait', useReports],
  ['fills not delivered', useUndelivered],
  ['positions', usePositions],
  ['conversions', useConversions],
  ['closings', useClosings],
  ['prices', usePrices],
  ['limits', useLimits],
  ['counters', useCounters],
  ['losses', useLosses],
  ['instruments', useInstruments],
  ['brokers', useBrokers],
  ['links', useLinks],
  ['the log of FIX sessions', useFixLog],
  ['FIX sessions', useFixSessions],
  ['baskets', useBaskets],
  ['pending changes', usePendingChanges],
  ['the audit', useAudit],
  ['keys', useKeys],
  ['people', usePeople],
  ['histories set aside', useSetAside],
  ['inspection', useInspection],
  ['a rebuild', useRebuild],
];

/** Called only at the start of a process or after an outage of the store, or without a query. */
const NOT_USED = [
  ...['FeedPositions.setOrigin', 'MongoRiskCounters.fromJournal'],
  ...['ReplicaSetStatus.ask', 'ReplicaSetStatus.members', 'ReplicaSetStatus.oplogWindow'],
  ...[
    'StoreHealth.ping',
    'FeedClient.onModuleInit',
    'FeedClient.onApplicationShutdown',
    'SharedFeed.timeOf',
  ],
  ...['MongoProjector.failed', 'MongoProjector.onModuleDestroy'],
  // Called only where the feed has nothing new just then; it sends no query.
  'SharedFeed.moved',
  // Only after a write of unknown outcome, which it repeats.
  'MongoEventStore.insertAgain',
];

let store: Connection;
let persistence: TestingModule;
let use: ModuleUse;
let monitor: QueryMonitor;
let called: CalledMethods;
const collections = new Set<string>();
const met = new Set<string>();

beforeAll(async () => {
  store = await openTestStore();
  const url = new URL(testStoreUrl(store.db!.databaseName));
  url.searchParams.set('monitorCommands', 'true');
  const definition = PersistenceModule.forRoot({
    mongoUrl: url.href,
    holder: 'test',
    brokerTokenKey: 'k'.repeat(32),
    marketTimeZone: 'Asia/Kolkata',
  });
  persistence = await Test.createTestingModule({ imports: [definition] }).compile();
  const connection = persistence.get<Connection>(getConnectionToken());
  use = useOf(persistence, { connection, aside: store });
  monitor = new QueryMonitor(connection);
  const tokens = (definition.exports as unknown[]).filter((token) => typeof token === 'function');
  called = new CalledMethods(tokens.map((token) => persistence.get<object>(token as never)));
});
afterAll(async () => {
  called.restore();
  await persistence.close();
  await dropTestStore(store);
});

test.each(USES)('%s: every query is bounded and served by an index', async (name, work) => {
  await work(use);
  const byShape = new Map(monitor.take().map((query) => [shapeOf(query) + sortOf(query), query]));
  const faults: string[] = [];
  for (const query of byShape.values()) {
    const shape = shapeOf(query);
    // It reads only the newest documents of each collection.
    if (name !== 'inspection') collections.add(query.collection);
    const excused = EXCUSES.find(({ queries }) => queries.includes(shape));
    if (excused) met.add(shape);
    const found = faultsOf(query, (await monitor.explain(query)).stages);
    faults.push(
      ...found.filter((fault) => !excused?.of.includes(fault)).map((fault) => `${fault} ${shape}`),
    );
  }
  expect(faults).toEqual([]);
});

const sortOf = ({ command }: SentQuery): string => JSON.stringify([...(command.sort ?? [])]);

function faultsOf({ name, command, filter }: SentQuery, stages: readonly string[]): Fault[] {
  const { _id } = filter as { _id?: unknown };
  const isKeyed = typeof _id === 'string' || (Object(_id) === _id && '$in' in (_id as object));
  const isBounded = command.limit > 0 || isKeyed;
  const isNewest = isBounded && command.sort?.get('$natural') === -1;
  return [
    ...(stages.includes('COLLSCAN') && !isNewest ? ['scan' as const] : []),
    ...(stages.includes('SORT') ? ['sort' as const] : []),
    ...(name === 'find' && !isBounded ? ['unlimited' as const] : []),
  ];
}

test('every collection was queried', () => {
  const all = MODELS.map(({ schema }) => (schema as Schema).get('collection')!);
  expect(all.filter((name) => !collections.has(name))).toEqual([]);
});

test('every method of the store was called', () => {
  expect(called.uncalled.filter((method) => !NOT_USED.includes(method))).toEqual([]);
});

test('every excuse is still needed', () => {
  const excused = EXCUSES.flatMap(({ queries }) => queries);
  expect(excused.filter((shape) => !met.has(shape))).toEqual([]);
});
