import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection } from 'mongoose';
import type { EngineProcess } from '../../dev/src/engine-process/engine-process';
import type { Figure } from './figures';
import { load, type LoadResult, mediansOf } from './load';
import { type ProcessorTime, processorTime, usedBetween } from './processor-time';
import { openLoop, roundTrip } from './round-trip';
import { storeWrites } from './store-writes';
import { YardstickProcess } from './yardstick-process';

export interface EngineOptions {
  rounds: number;
  seconds: number;
  connections: number;
  orders: number;
}

const WARM_UP_SECONDS = 5;
const WARM_UP_ORDERS = 1_000;
/** Orders a second of the load that does not wait for the engine. */
const OPEN_LOOP_RATE = 100;
/** Until a started engine, or one that had work, does nothing any more. */
const CALM_MS = 10_000;
/** What the engine's own processes are called, without the stores. */
const OWN = ['api', 'worker', 'simulator'];

const rate = (perSecond: number): string => `${perSecond.toFixed(0)}/s`;
const times = (ratio: number): string => `${ratio.toFixed(2)} ×`;
const timed = ({ perSecond, p50Ms, p99Ms }: Pick<LoadResult, 'perSecond' | 'p50Ms' | 'p99Ms'>) =>
  `${rate(perSecond)}, p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms`;

const atLeast = (aim: number, found: number) => ({ text: `≥ ${aim} ×`, isMet: found >= aim });

/** Order entry against the yardsticks, in turns on the same store, so that all meet the same noise. */
export async function measureOrderEntry(
  engine: EngineProcess,
  { rounds, seconds, connections }: EngineOptions,
): Promise<Figure[]> {
  const { apiUrl, mongoUrl } = engine.state;
  const yardstick = await YardstickProcess.start(mongoUrl!);
  const urls = {
    nothing: `${yardstick.url}/nothing`,
    insert: `${yardstick.url}/insert`,
    shared: `${yardstick.url}/group_commit`,
    engine: `${apiUrl}/order_endpoint`,
  };
  const names = Object.keys(urls) as (keyof typeof urls)[];
  const results: Record<keyof typeof urls, LoadResult[]> = {
    nothing: [],
    insert: [],
    shared: [],
    engine: [],
  };
  for (const name of names) await load(urls[name], connections, WARM_UP_SECONDS);
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) results[name].push(await load(urls[name], connections, seconds));
  }
  await yardstick.stop();
  const [nothing, insert, shared, ours] = names.map((name) => mediansOf(results[name]));
  const toInsert = ours.perSecond / insert.perSecond;
  const toShared = ours.perSecond / shared.perSecond;
  const tail = ours.p99Ms / insert.p99Ms;
  return [
    { what: 'a Fastify that does nothing', value: timed(nothing) },
    { what: 'an insert per request', value: timed(insert) },
    { what: 'inserts shared', value: timed(shared) },
    { what: 'order entry', value: timed(ours) },
    {
      what: 'order entry: an insert per request',
      value: times(toInsert),
      aim: atLeast(3, toInsert),
    },
    { what: 'order entry: inserts shared', value: times(toShared), aim: atLeast(0.6, toShared) },
    {
      what: 'p99 of order entry: of an insert per request',
      value: times(tail),
      aim: { text: '≤ 0.5 ×', isMet: tail <= 0.5 },
    },
    {
      what: 'answers that were no acceptance',
      value: String(ours.failed),
      aim: { text: '0', isMet: ours.failed === 0 },
    },
  ];
}

/** All the way: order entry, link, fills, and the event at a subscriber. */
export async function measureRoundTrip(
  engine: EngineProcess,
  { orders, connections, seconds }: EngineOptions,
): Promise<Figure[]> {
  const { apiUrl, mongoUrl, redisUrl } = engine.state;
  const store = await createConnection(mongoUrl!).asPromise();
  const yardstick = await YardstickProcess.start(mongoUrl!);
  await roundTrip(apiUrl, redisUrl!, WARM_UP_ORDERS, connections);
  const insert = await load(`${yardstick.url}/insert`, connections, seconds);
  const quiet = await load(`${yardstick.url}/insert`, 1, seconds);
  await yardstick.stop();
  const [before, usedBefore] = [await storeWrites(store), usedBy(engine)];
  const all = await roundTrip(apiUrl, redisUrl!, orders, connections);
  const [after, usedAfter] = [await storeWrites(store), usedBy(engine)];
  await store.close();
  const open = await openLoop(apiUrl, redisUrl!, OPEN_LOOP_RATE, seconds);
  const ratio = all.perSecond / insert.perSecond;
  const inserted = (after.inserted - before.inserted) / orders;
  const updated = (after.updated - before.updated) / orders;
  const withinMs = 60 * Math.max(1, quiet.p50Ms / 2);
  return [
    { what: 'all the way to a subscriber', value: timed(all) },
    { what: 'all the way: an insert per request', value: times(ratio), aim: atLeast(0.4, ratio) },
    {
      what: `all the way, ${OPEN_LOOP_RATE}/s come whatever happens`,
      value: `p50 ${open.p50Ms.toFixed(0)} ms, p99 ${open.p99Ms.toFixed(0)} ms`,
      aim: { text: `p99 ≤ ${withinMs.toFixed(0)} ms`, isMet: open.p99Ms <= withinMs },
    },
    {
      what: 'documents written per order',
      value: `${inserted.toFixed(1)} inserted, ${updated.toFixed(1)} updated`,
      aim: { text: '≤ 10', isMet: inserted + updated <= 10 },
    },
    ...Object.entries(usedBetween(usedBefore, usedAfter)).map(([name, ms]) => ({
      what: `processor time per order: ${name}`,
      value: `${(ms / orders).toFixed(2)} ms`,
    })),
  ];
}

/** What the engine's processes use of a core while nothing happens. */
export async function measureIdle(
  engine: EngineProcess,
  { seconds, rounds }: EngineOptions,
): Promise<Figure[]> {
  await sleep(CALM_MS);
  const forMs = seconds * rounds * 1_000;
  const before = usedBy(engine);
  await sleep(forMs);
  const used = usedBetween(before, usedBy(engine));
  const share = (names: readonly string[]): number =>
    (100 * names.reduce((sum, name) => sum + (used[name] ?? 0), 0)) / forMs;
  const own = share(OWN);
  return [
    {
      what: `of a core while idle: ${OWN.join(', ')}`,
      value: `${own.toFixed(1)} %`,
      aim: { text: '≤ 3 %', isMet: own <= 3 },
    },
    { what: 'of a core while idle: mongod', value: `${share(['mongod']).toFixed(1)} %` },
  ];
}

const usedBy = ({ state }: EngineProcess): ProcessorTime => {
  const running = Object.entries(state.processes).filter(([, pid]) => pid !== undefined);
  return processorTime(Object.fromEntries(running) as Record<string, number>);
};
