import { CompiledApps } from '../../dev/src/engine-process/compiled-apps';
import { EngineProcess } from '../../dev/src/engine-process/engine-process';
import { textOfFindings } from './print-results';
import { runScenario } from './run-scenario';
import { scenarios } from './scenarios/all';
import type { Scenario } from './scenarios/scenario';

const options = { orders: 200, concurrency: 32, seed: 1, brief: true };
const startTimeoutMs = 120_000;
const scenarioTimeoutMs = 180_000;

type Settings = Scenario['settings'];

let apps: CompiledApps;
let engine: { readonly process: EngineProcess; readonly settings: Settings } | null = null;

beforeAll(() => {
  apps = CompiledApps.compile();
}, startTimeoutMs);

afterAll(async () => {
  await engine?.process.stop();
  apps.remove();
}, startTimeoutMs);

/** One engine for all scenarios in a row that want the same settings. */
async function engineWith(settings: Settings): Promise<EngineProcess> {
  if (engine?.settings !== settings) {
    await engine?.process.stop();
    engine = null;
  }
  if (!engine) {
    const { distDir } = apps;
    const process = await EngineProcess.start(distDir, apps.makeDataDir(), settings);
    engine = { process, settings };
  }
  return engine.process;
}

it.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
  'loses and doubles nothing: %s',
  async (_name, scenario) => {
    const process = await engineWith(scenario.settings);
    expect(textOfFindings(await runScenario(scenario, process, options))).toBe('');
  },
  startTimeoutMs + scenarioTimeoutMs,
);
