import { SeededRandom } from '../../simulator/src/seeded-random';
import { type EngineProcess, until } from './engine/engine-process';
import { JsonClient } from './engine/json-client';
import { invariants } from './invariants/all';
import type { Violation } from './invariants/invariant';
import { HonestClient, type Tally } from './load/honest-client';
import { Load } from './load/load';
import { planOrders } from './load/order-plan';
import { Announcements } from './observe/announcements';
import { type Evidence, gather } from './observe/evidence';
import { FeedReader, readFeed } from './observe/feed';
import { Simulator } from './observe/simulator';
import { Store } from './observe/store';
import { untilAtRest } from './rest';
import type { Scenario, Stage } from './scenarios/scenario';

export interface RunOptions {
  readonly orders: number;
  readonly concurrency: number;
  readonly seed: number;
  readonly brief: boolean;
}

export interface Finding extends Violation {
  readonly invariant: string;
}

export interface ScenarioResult {
  readonly scenario: Scenario;
  readonly did: readonly string[];
  readonly findings: readonly Finding[];
  readonly tally: Tally;
  readonly evidence: Evidence;
  /** From the first request to the last acknowledgement, and from there until all was at rest. */
  readonly loadMs: number;
  readonly restMs: number;
}

const symbols = ['RELIANCE', 'TCS', 'INFY', 'HDFCBANK', 'ITC', 'SBIN', 'LT', 'WIPRO'];
const usualCancelShare = 0.05;
const feedPage = 1_000;
const stepPatienceMs = 180_000;
const restPatienceMs = { brief: 30_000, full: 90_000 };

/** Runs a load with something done to the engine meanwhile, and checks what came of it. */
export async function runScenario(
  scenario: Scenario,
  engine: EngineProcess,
  options: RunOptions,
): Promise<ScenarioResult> {
  const { apiUrl, simulatorUrl, redisUrl, mongoUrl } = engine.state;
  const clients = [apiUrl, apiUrl, simulatorUrl].map(
    (url) => new JsonClient(url, options.concurrency),
  );
  const [orderEntry, api, control] = clients as [JsonClient, JsonClient, JsonClient];
  const announcements = await Announcements.listen(redisUrl as string);
  const store = await Store.open(mongoUrl as string);
  try {
    return await play(scenario, options, {
      ...{ engine, orderEntry, api, announcements, store },
      simulator: new Simulator(control),
    });
  } finally {
    announcements.close();
    await Promise.all([store.close(), ...clients.map((client) => client.close())]);
  }
}

interface Cast {
  readonly engine: EngineProcess;
  readonly orderEntry: JsonClient;
  readonly api: JsonClient;
  readonly simulator: Simulator;
  readonly announcements: Announcements;
  readonly store: Store;
}

async function play(
  scenario: Scenario,
  options: RunOptions,
  { engine, orderEntry, api, simulator, announcements, store }: Cast,
): Promise<ScenarioResult> {
  const account = accountOf(scenario.name);
  const { name, cancelShare = usualCancelShare } = scenario;
  const plans = planOrders({
    ...{ ...options, name, account, cancelShare },
    symbols: scenario.symbols ?? symbols,
  });
  const client = new HonestClient(orderEntry, options.concurrency);
  const load = new Load(client, plans);
  const findings: Finding[] = [];
  const did: string[] = [];
  const stage: Stage = {
    ...{ engine, api, simulator, brief: options.brief },
    random: SeededRandom.derive(options.seed, 'scenario', name),
    acknowledged: (share) =>
      until(`${share} to be acknowledged`, stepPatienceMs, () => load.progress >= share),
    sent: (share) =>
      until(`${share} to be sent`, stepPatienceMs, async () => {
        const { orders } = await simulator.summary();
        return orders >= share * plans.length;
      }),
    did: (what) => did.push(what),
    violated: (text) => findings.push({ invariant: name, text }),
  };

  await simulator.reset();
  await scenario.prepare?.(stage);
  const { cursor } = await readFeed(api, null, feedPage);
  const reader = new FeedReader(api, cursor);
  reader.start();

  const startedAt = Date.now();
  let loadMs = 0;
  const loaded = load.run().then(() => (loadMs = Date.now() - startedAt));
  await Promise.all([loaded, scenario.disturb?.(stage)]);
  await engine.untilReady();

  const heard = scenario.deaf ? null : announcements;
  const restStartedAt = Date.now();
  const moving = await untilAtRest(
    { api, simulator, store, announcements: heard, account, orders: load.placed.length },
    options.brief ? restPatienceMs.brief : restPatienceMs.full,
  );
  const restMs = Date.now() - restStartedAt;
  await reader.finish();

  const evidence: Evidence = {
    ...(await gather({ api, simulator, store, account, feedFrom: cursor })),
    placed: load.placed,
    feedAlong: reader.entries,
    announced: heard,
    rebuild: await engine.admin('rebuild'),
  };
  findings.push(
    ...load.faults.map((text) => ({ invariant: 'answers make sense', text })),
    ...moving.map((text) => ({ invariant: 'the engine comes to rest', text })),
    ...invariants.flatMap((invariant) =>
      invariant.check(evidence).map((found) => ({ invariant: invariant.name, ...found })),
    ),
  );
  return { scenario, did, findings, tally: client.tally, evidence, loadMs, restMs };
}

/** A number, as order entry gateways have it, that no two scenarios share. */
const accountOf = (name: string): string =>
  String(1_000_000 + (SeededRandom.derive(0, name).next() % 1_000_000));
