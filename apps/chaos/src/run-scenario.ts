import { SeededRandom } from '../../simulator/src/seeded-random';
import { type EngineProcess, until } from '../../dev/src/engine-process/engine-process';
import { SIMULATED_SESSIONS } from '../../dev/src/simulated-brokers';
import { JsonClient } from './json-client';
import { invariants } from './invariants/all';
import type { Violation } from './invariants/invariant';
import { RetryingClient, type Tally } from './load/retrying-client';
import { FixLoad } from './load/fix-load';
import { BasketLoad } from './load/basket-load';
import { planBaskets } from './load/basket-plan';
import { type ClientLoad, Load } from './load/load';
import { planOrders } from './load/order-plan';
import { type Evidence, gather } from './observe/evidence';
import { FeedReader } from './observe/feed';
import { secretsIn } from './observe/log-search';
import { TokenWatch } from './observe/token-watch';
import { callWitnesses, type Witnesses } from './observe/witnesses';
import { untilAtRest } from './rest';
import type { Scenario, Stage } from './scenarios/scenario';

export interface RunOptions {
  readonly orders: number;
  readonly concurrency: number;
  readonly seed: number;
  /** Whether waits are to be as short as possible while they still test something. */
  readonly brief: boolean;
}

export interface Finding extends Violation {
  readonly invariant: string;
}

export interface ScenarioResult {
  readonly scenario: Scenario;
  /** The disturbances, in order. */
  readonly did: readonly string[];
  readonly findings: readonly Finding[];
  readonly tally: Tally;
  readonly evidence: Evidence;
  /** From the first request to the last acknowledgement. */
  readonly loadMs: number;
  /** From there, or from the last disturbance, until no work was pending. */
  readonly restMs: number;
}

const symbols = ['RELIANCE', 'TCS', 'INFY', 'HDFCBANK', 'ITC', 'SBIN', 'LT', 'WIPRO'];
const apiSecrets = Object.values(SIMULATED_SESSIONS).map(({ apiSecret }) => apiSecret);
/** Including the orders that close them; roughly. */
const ORDERS_PER_BASKET = 5;
const usualCancelShare = 0.05;
const stepPatienceMs = 180_000;
const positionsPatienceMs = 60_000;
const restPatienceMs = 180_000;
/** The brokers' remaining backlog at the end of a load grows with it. */
const restPatiencePerOrderMs = 50;

/** Runs a load while a scenario disturbs the engine, and checks the result. */
export async function runScenario(
  scenario: Scenario,
  engine: EngineProcess,
  options: RunOptions,
): Promise<ScenarioResult> {
  const orderEntry = new JsonClient(engine.state.apiUrl, options.concurrency);
  const witnesses = await callWitnesses(engine.state, options.concurrency);
  try {
    const client = new RetryingClient(orderEntry, options.concurrency);
    return await play(scenario, engine, options, client, witnesses);
  } finally {
    await Promise.all([orderEntry.close(), witnesses.close()]);
  }
}

async function play(
  scenario: Scenario,
  engine: EngineProcess,
  options: RunOptions,
  client: RetryingClient,
  witnesses: Witnesses,
): Promise<ScenarioResult> {
  const account = accountOf(scenario.name);
  const load = createLoad(scenario, account, options, client, witnesses.api, engine);
  const did: string[] = [];
  const odd: string[] = [];
  const stage: Stage = {
    engine,
    api: witnesses.api,
    simulator: witnesses.simulator,
    brief: options.brief,
    random: SeededRandom.derive(options.seed, 'scenario', scenario.name),
    fix: load instanceof FixLoad ? load : null,
    ...progressOf(load, options.orders, witnesses),
    did: (what) => did.push(what),
    violated: (what) => odd.push(what),
  };

  const tokenWatch = watchTokens(scenario, witnesses);
  await witnesses.simulator.reset();
  await scenario.prepare?.(stage);
  const reader = new FeedReader(witnesses.api, await witnesses.store.feedEnd());
  const [loadMs] = await Promise.all([load.run(), disturb(scenario, stage)]);
  await engine.untilReady();

  const heard = scenario.deaf ? null : witnesses.announcements;
  const { placed, baskets } = load;
  const { meddled = false } = scenario;
  const startedAt = Date.now();
  const moving = await untilAtRest(
    { witnesses, account, orders: placed.length, baskets, heard, meddled },
    restPatienceMs + options.orders * restPatiencePerOrderMs,
  );
  await witnesses.store.untilPositionsFollow(positionsPatienceMs);
  const restMs = Date.now() - startedAt;
  const evidence = await gather(witnesses, {
    account,
    reader,
    placed,
    baskets,
    meddled,
    announced: heard,
    rebuild: await engine.admin('rebuild'),
    leaks: tokenWatch ? await leaksOf(engine, tokenWatch) : [],
  });
  const findings = [
    ...named('the disturbances have the expected effect', odd),
    ...named('clients get sensible answers', load.faults),
    ...named('the engine comes to rest', moving),
    ...named('clients hear everything, once', (await load.finish?.(evidence)) ?? []),
    ...invariants.flatMap(({ name, check }) =>
      check(evidence).map((violation) => ({ invariant: name, ...violation })),
    ),
  ];
  return { scenario, did, findings, tally: client.tally, evidence, loadMs, restMs };
}

/** Null for a scenario without brokers. */
function watchTokens({ settings }: Scenario, { store }: Witnesses): TokenWatch | null {
  const key = settings?.BROKER_TOKEN_KEY;
  return key === undefined ? null : new TokenWatch(store, key);
}

async function leaksOf({ logFile }: EngineProcess, tokenWatch: TokenWatch): Promise<string[]> {
  return secretsIn(logFile, new Set([...apiSecrets, ...(await tokenWatch.stop())]));
}

const named = (invariant: string, texts: readonly string[]): Finding[] =>
  texts.map((text) => ({ invariant, text }));

function createLoad(
  scenario: Scenario,
  account: string,
  { seed, orders, concurrency }: RunOptions,
  client: RetryingClient,
  api: JsonClient,
  engine: EngineProcess,
): ClientLoad {
  const { name, symbols: own = symbols, links = [], cancelShare = usualCancelShare } = scenario;
  if (scenario.load === 'baskets') {
    const baskets = Math.ceil(orders / ORDERS_PER_BASKET);
    const plans = planBaskets({ seed, name, account, baskets, symbols: own, links });
    return new BasketLoad(client, api, plans, Math.ceil(concurrency / 2));
  }
  const plans = planOrders({ seed, name, account, orders, symbols: own, links, cancelShare });
  if (scenario.load === 'fix') {
    return new FixLoad(api, plans, account, Number(engine.state.fixAddress.split(':')[1]));
  }
  return new Load(client, plans);
}

/** A number, as order entry gateways use it, that no two scenarios share. */
const accountOf = (name: string): string =>
  String(1_000_000 + (SeededRandom.derive(0, name).next() % 1_000_000));

function progressOf(
  load: ClientLoad,
  orders: number,
  { simulator }: Witnesses,
): Pick<Stage, 'acknowledged' | 'sent'> {
  return {
    acknowledged: (share) =>
      until(`${share} to be acknowledged`, stepPatienceMs, () => load.progress >= share),
    sent: (share) =>
      until(`${share} to be sent`, stepPatienceMs, async () => {
        const summary = await simulator.summary();
        return summary.orders >= share * orders;
      }),
  };
}

/** A failing disturbance also stops the engine's work. */
async function disturb(scenario: Scenario, stage: Stage): Promise<void> {
  try {
    await scenario.disturb?.(stage);
  } catch (error) {
    stage.violated((error as Error).message);
  }
}
