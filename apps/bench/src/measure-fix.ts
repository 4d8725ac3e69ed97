import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineProcess } from '../../dev/src/engine-process/engine-process';
import { atLeast, type Figure, inRounds } from './figures';
import { FixDesk } from './fix-desks';
import { load, type LoadResult, median, percentile, REST_ORDER, roundsOf } from './load';
import { type EngineOptions, makeKey } from './measured-engine';

const SESSIONS = 50;
const PER_SECOND = 100;
/** Until a drop copy has heard of the last order. */
const COPY_MS = 5_000;

/**
 * NewOrderSingle until its durable 150=A, over one session and over many with as many orders under way
 * as `POST /orders` has, in turns with it; then at a steady rate, with a drop copy beside.
 */
export async function measureFix(
  engine: EngineProcess,
  { rounds, seconds, connections }: EngineOptions,
): Promise<Figure[]> {
  const key = await makeKey(engine);
  const rest = { url: `${engine.state.apiUrl}/orders`, body: JSON.stringify(REST_ORDER), key };
  const desks: FixDesk[] = [];
  for (let at = 0; at < SESSIONS; at += 1) desks.push(await FixDesk.logOn(engine, `BENCH${at}`));
  const results = { rest: [] as LoadResult[], one: [] as LoadResult[], many: [] as LoadResult[] };
  for (let round = 0; round < rounds; round += 1) {
    results.rest.push(await load(rest, connections, seconds));
    results.one.push(await placeOver(desks.slice(0, 1), connections, seconds));
    results.many.push(await placeOver(desks, connections, seconds));
  }
  const [one, many, orders] = [results.one, results.many, results.rest].map(roundsOf);
  const copy = await FixDesk.logOn(engine, 'BENCHDROP', 'dropCopy');
  const steady = await placeSteadily(desks[0], copy, seconds);
  await Promise.all([...desks, copy].map((desk) => desk.close()));
  return [
    inRounds('POST /orders, beside FIX', orders),
    inRounds('FIX, one session: D to 150=A', one),
    atLeast('FIX, one session: POST /orders', one.perSecond / orders.perSecond, 1),
    inRounds(`FIX, ${SESSIONS} sessions: D to 150=A`, many),
    atLeast(`FIX, ${SESSIONS} sessions: POST /orders`, many.perSecond / orders.perSecond, 1),
    { what: `FIX at ${PER_SECOND}/s: D to 150=A`, value: timesText(steady.waits) },
    { what: 'FIX drop copy: behind the desk', value: timesText(steady.lags) },
  ];
}

/** As fast as they are acknowledged, so many under way over all sessions. */
async function placeOver(
  desks: readonly FixDesk[],
  underWay: number,
  seconds: number,
): Promise<LoadResult> {
  const waits: number[] = [];
  const startedAt = performance.now();
  const end = startedAt + seconds * 1_000;
  await Promise.all(
    Array.from({ length: Math.max(underWay, desks.length) }, async (_, at) => {
      while (performance.now() < end) waits.push(await timed(desks[at % desks.length]));
    }),
  );
  const tookMs = performance.now() - startedAt;
  return {
    perSecond: (waits.length / tookMs) * 1_000,
    p50Ms: median(waits),
    p99Ms: percentile(waits, 0.99),
    failed: 0,
  };
}

/** At a rate of its own; times count from the moment at which each order was due. */
async function placeSteadily(
  desk: FixDesk,
  copy: FixDesk,
  seconds: number,
): Promise<{ waits: number[]; lags: number[] }> {
  const orders = PER_SECOND * seconds;
  const waits: number[] = [];
  const placing: Promise<void>[] = [];
  desk.heardAt.clear();
  const startedAt = performance.now();
  for (let sent = 0; sent < orders; sent += 1) {
    const due = startedAt + (sent * 1_000) / PER_SECOND;
    const early = due - performance.now();
    if (early > 1) await sleep(early);
    placing.push(desk.place().then(() => void waits.push(performance.now() - due)));
  }
  await Promise.all(placing);
  const deadline = performance.now() + COPY_MS;
  const execIds = [...desk.heardAt.keys()];
  while (!execIds.every((execId) => copy.heardAt.has(execId)) && performance.now() < deadline) {
    await sleep(10);
  }
  const lags = execIds.map(
    (execId) => (copy.heardAt.get(execId) ?? Infinity) - desk.heardAt.get(execId)!,
  );
  return { waits, lags };
}

async function timed(desk: FixDesk): Promise<number> {
  const startedAt = performance.now();
  await desk.place();
  return performance.now() - startedAt;
}

const timesText = (times: readonly number[]): string =>
  `p50 ${median(times).toFixed(1)} ms, p99 ${percentile(times, 0.99).toFixed(1)} ms`;
