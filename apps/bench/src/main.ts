import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { createConnection } from 'mongoose';
import { EngineProcess } from '../../dev/src/engine-process/engine-process';
import { broken, measureConsole, report } from './console/measure-console';
import { recordFeed } from './console/record-feed';
import { keptRecording, type Recording } from './console/recording';
import { load, type LoadResult, median } from './load';
import { roundTrip, type RoundTripResult } from './round-trip';
import { storeWrites } from './store-writes';
import { YardstickProcess } from './yardstick-process';

interface Options {
  rounds: number;
  seconds: number;
  connections: number;
  orders: number;
}

const WARM_UP_SECONDS = 5;
const WARM_UP_ORDERS = 1_000;
const DIST = join(__dirname, '../../..');
const FEED = join(tmpdir(), 'ome-bench-feed.json.gz');

/** A port at which nobody listens: orders wait, and order entry is measured by itself. */
const NO_LINK = { EXECUTION_LINK_URL: 'http://127.0.0.1:9/link' };

/** Orders may wait for long: the load is above what the link takes. */
const SETTINGS = { NODE_ENV: 'development', LOG_LEVEL: 'warn', NEW_ORDER_MAX_WAIT_MS: '3600000' };

const say = (text: string): void => void process.stdout.write(`${text}\n`);

function sayResult(name: string, { perSecond, p50Ms, p99Ms }: RoundTripResult): void {
  const rate = `${perSecond.toFixed(0).padStart(6)}/s`;
  say(`${name.padEnd(44)}${rate}   p50 ${p50Ms.toFixed(1)} ms   p99 ${p99Ms.toFixed(1)} ms`);
}

/** Runs a work on an engine of its own, with an empty store. */
async function onEngine(
  settings: Record<string, string>,
  work: (engine: EngineProcess) => Promise<void>,
): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'ome-bench-'));
  const engine = await EngineProcess.start(DIST, dataDir, { ...SETTINGS, ...settings });
  try {
    await work(engine);
  } finally {
    await engine.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Order entry against the yardstick, in turns on the same store, so that both meet the same noise. */
async function measureOrderEntry(engine: EngineProcess, options: Options): Promise<void> {
  const { rounds, seconds, connections } = options;
  const { apiUrl, mongoUrl } = engine.state;
  const yardstick = await YardstickProcess.start(mongoUrl!);
  const results = { yardstick: [] as LoadResult[], engine: [] as LoadResult[] };
  await load(yardstick.url, connections, WARM_UP_SECONDS);
  await load(apiUrl, connections, WARM_UP_SECONDS);
  for (let round = 0; round < rounds; round += 1) {
    results.yardstick.push(await load(yardstick.url, connections, seconds));
    results.engine.push(await load(apiUrl, connections, seconds));
  }
  await yardstick.stop();
  const ours = medians(results.engine);
  const theirs = medians(results.yardstick);
  sayResult('yardstick: one insert per request', theirs);
  sayResult('order entry', ours);
  say(`${'ratio'.padEnd(44)}${(ours.perSecond / theirs.perSecond).toFixed(1).padStart(6)}`);
  say(`${'answers that were not an acceptance'.padEnd(44)}${String(ours.failed).padStart(6)}`);
}

function medians(results: LoadResult[]) {
  const of = (field: 'perSecond' | 'p50Ms' | 'p99Ms') => median(results.map((one) => one[field]));
  const failed = results.reduce((sum, one) => sum + one.failed, 0);
  return { perSecond: of('perSecond'), p50Ms: of('p50Ms'), p99Ms: of('p99Ms'), failed };
}

/** All the way: order entry, link, fills, and the event at a subscriber. */
async function measureRoundTrip(engine: EngineProcess, options: Options): Promise<void> {
  const { apiUrl, mongoUrl, redisUrl } = engine.state;
  const { orders, connections } = options;
  const store = await createConnection(mongoUrl!).asPromise();
  await roundTrip(apiUrl, redisUrl!, WARM_UP_ORDERS, connections);
  const before = await storeWrites(store);
  const result = await roundTrip(apiUrl, redisUrl!, orders, connections);
  const after = await storeWrites(store);
  await store.close();
  sayResult('to the link and back, heard by a subscriber', result);
  const inserted = ((after.inserted - before.inserted) / orders).toFixed(1);
  const updated = ((after.updated - before.updated) / orders).toFixed(1);
  say(`${'documents written per order'.padEnd(44)}${inserted} inserted, ${updated} updated`);
  sayResult(
    'order entry while the link is served',
    await load(apiUrl, connections, options.seconds),
  );
}

async function main(): Promise<void> {
  process.title = 'ome-bench';
  const number = (text: string): number => Number.parseInt(text, 10);
  const bench = new Command('bench').description('How fast the engine and its console are.');
  bench
    .command('engine', { isDefault: true })
    .description('Load and latency through the public API, on an engine started for it.')
    .option('--rounds <n>', 'rounds of yardstick and order entry in turn', number, 5)
    .option('--seconds <n>', 'length of a round', number, 5)
    .option('--connections <n>', 'connections of the load', number, 64)
    .option('--orders <n>', 'orders that go all the way', number, 4_000)
    .action(measureEngine);
  bench
    .command('console')
    .description('The console in a browser that traces itself, on a recorded feed.')
    .option('--seconds <n>', 'how long each page is watched, and then used', number, 25)
    .option('--feed <file>', 'the recording; made first where there is none', FEED)
    .action(measurePages);
  await bench.parseAsync();
}

async function measureEngine(options: Options): Promise<void> {
  say(`${options.connections} connections; medians of ${options.rounds} rounds`);
  await onEngine(NO_LINK, (engine) => measureOrderEntry(engine, options));
  await onEngine({}, (engine) => measureRoundTrip(engine, options));
}

/** The engine is stopped before the console is measured. */
async function measurePages({ feed, seconds }: { feed: string; seconds: number }): Promise<void> {
  const recording = await keptRecording(feed, async () => {
    say(`Recording a feed into ${feed}`);
    let made: Recording | undefined;
    await onEngine({}, async (engine) => {
      made = await recordFeed(engine);
    });
    return made!;
  });
  const measured = await measureConsole(recording, join(DIST, 'apps/console-web'), seconds);
  for (const line of report(measured)) say(line);
  const faults = broken(measured);
  for (const fault of faults) say(fault);
  if (faults.length > 0) process.exitCode = 1;
}

void main();
