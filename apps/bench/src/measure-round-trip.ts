import { createConnection } from 'mongoose';
import type { EngineProcess } from '../../dev/src/engine-process/engine-process';
import { atLeast, type Figure, rate } from './figures';
import { load, ORDER } from './load';
import { type EngineOptions, memoryOf, usedBy } from './measured-engine';
import { usedBetween } from './processor-time';
import { openLoop, roundTrip } from './round-trip';
import { storeWrites } from './store-writes';
import { YardstickProcess } from './yardstick-process';

const WARM_UP_ORDERS = 1_000;
/** Orders a second of the load that does not wait for the engine. */
const OPEN_LOOP_RATE = 100;
const MEMORY_AIM = 300;

/** All the way: order entry, link, fills, and the event at a subscriber. */
export async function measureRoundTrip(
  engine: EngineProcess,
  { orders, connections, seconds }: EngineOptions,
): Promise<Figure[]> {
  const { apiUrl, mongoUrl, redisUrl } = engine.state;
  const store = await createConnection(mongoUrl!).asPromise();
  const yardstick = await YardstickProcess.start(mongoUrl!);
  await roundTrip(apiUrl, redisUrl!, WARM_UP_ORDERS, connections);
  const target = { url: `${yardstick.url}/insert`, body: JSON.stringify(ORDER) };
  const insert = await load(target, connections, seconds);
  const quiet = await load(target, 1, seconds);
  await yardstick.stop();
  const [before, usedBefore] = [await storeWrites(store), usedBy(engine)];
  const all = await roundTrip(apiUrl, redisUrl!, orders, connections);
  const [after, usedAfter] = [await storeWrites(store), usedBy(engine)];
  await store.close();
  const open = await openLoop(apiUrl, redisUrl!, OPEN_LOOP_RATE, seconds);
  const stopRival = await engine.startRival();
  const withRival = await roundTrip(apiUrl, redisUrl!, orders, connections);
  await stopRival();
  const inserted = (after.inserted - before.inserted) / orders;
  const updated = (after.updated - before.updated) / orders;
  const withinMs = 60 * Math.max(1, quiet.p50Ms / 2);
  const memory = memoryOf(engine);
  return [
    {
      what: 'all the way to a subscriber',
      value: `${rate(all.perSecond)}, p50 ${all.p50Ms.toFixed(0)} ms, p99 ${all.p99Ms.toFixed(0)} ms`,
    },
    atLeast('all the way: an insert per request', all.perSecond / insert.perSecond, 0.4),
    {
      what: `all the way, ${OPEN_LOOP_RATE}/s come whatever happens`,
      value: `p50 ${open.p50Ms.toFixed(0)} ms, p99 ${open.p99Ms.toFixed(0)} ms`,
      aim: { text: `p99 ≤ ${withinMs.toFixed(0)} ms`, isMet: open.p99Ms <= withinMs },
    },
    atLeast('all the way with two workers: with one', withRival.perSecond / all.perSecond, 1),
    {
      what: 'documents written per order',
      value: `${inserted.toFixed(1)} inserted, ${updated.toFixed(1)} updated`,
      aim: { text: '≤ 10', isMet: inserted + updated <= 10 },
    },
    ...Object.entries(usedBetween(usedBefore, usedAfter)).map(([name, ms]) => ({
      what: `processor time per order: ${name}`,
      value: `${(ms / orders).toFixed(2)} ms`,
    })),
    ...['api', 'worker'].flatMap((name) =>
      memory[name] === undefined
        ? []
        : [
            {
              what: `memory after it: ${name}`,
              value: `${memory[name].toFixed(0)} MB`,
              aim: { text: `≤ ${MEMORY_AIM} MB`, isMet: memory[name] <= MEMORY_AIM },
            },
          ],
    ),
  ];
}
