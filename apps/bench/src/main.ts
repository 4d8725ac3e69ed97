import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { EngineProcess } from '../../dev/src/engine-process/engine-process';
import { broken, measureConsole, report } from './console/measure-console';
import { recordFeed } from './console/record-feed';
import { keptRecording, type Recording } from './console/recording';
import { type Figure, tableOf } from './figures';
import { measureFix } from './measure-fix';
import { measureIdle } from './measure-idle';
import { measureOrderEntry } from './measure-order-entry';
import { measureRecovery } from './measure-recovery';
import { measureRoundTrip } from './measure-round-trip';
import { measureStores } from './measure-stores';
import { measureWire, NotingVenue } from './measure-wire';
import type { EngineOptions } from './measured-engine';
import { storeVersions } from './store-versions';

/** What `--quick` takes instead of what is given. */
const QUICK = { rounds: 1, seconds: 5, orders: 1_000 };
const DIST = join(__dirname, '../../..');
const FEED = join(tmpdir(), 'ome-bench-feed.json.gz');

/** A port at which nobody listens: orders wait, and order entry is measured by itself. */
const NO_LINK = { EXECUTION_LINK_URL: 'http://127.0.0.1:9/link' };

/** Orders may wait for long: the load is above what the link takes. */
const SETTINGS = { NODE_ENV: 'development', LOG_LEVEL: 'warn', NEW_ORDER_MAX_WAIT_MS: '3600000' };

const say = (text: string): void => void process.stdout.write(`${text}\n`);

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
    .option('--quick', 'one short round of everything, within two minutes')
    .action(({ quick, ...options }: EngineOptions & { quick?: true }) =>
      measureEngine(quick ? { ...options, ...QUICK } : options),
    );
  bench
    .command('console')
    .description('The console in a browser that traces itself, on a recorded feed.')
    .option('--seconds <n>', 'how long each page is watched, and then used', number, 25)
    .option('--feed <file>', 'the recording; made first where there is none', FEED)
    .action(measurePages);
  await bench.parseAsync();
}

async function measureEngine(options: EngineOptions): Promise<void> {
  const { connections, rounds, seconds } = options;
  say(`${connections} connections; medians of ${rounds} rounds of ${seconds} s`);
  const gigabytes = (totalmem() / 2 ** 30).toFixed(0);
  say(`${cpus().length} × ${cpus()[0]?.model ?? 'a processor'}, ${gigabytes} GB`);
  const figures: Figure[] = [];
  const measured = async (found: Promise<Figure[]>) => void figures.push(...(await found));
  await onEngine(NO_LINK, async (engine) => {
    say(await storeVersions(engine.state));
    await measured(measureStores(engine, seconds));
    await measured(measureOrderEntry(engine, options));
  });
  await onEngine(NO_LINK, (engine) => measured(measureFix(engine, options)));
  const venue = await NotingVenue.start();
  await onEngine({ EXECUTION_LINK_URL: venue.url }, (engine) =>
    measured(measureWire(engine, venue, seconds)),
  );
  venue.stop();
  await onEngine({}, async (engine) => {
    await measured(measureIdle(engine, options));
    await measured(measureRoundTrip(engine, options));
    await measured(measureRecovery(engine, options));
  });
  for (const line of tableOf(figures)) say(line);
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
