import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { EngineProcess } from '../../dev/src/engine-process/engine-process';
import { textOfFindings } from './print-results';
import { runScenario } from './run-scenario';
import { scenarios } from './scenarios/all';
import type { Scenario } from './scenarios/scenario';

const root = resolve(__dirname, '../../..');
const options = { orders: 200, concurrency: 32, seed: 1, brief: true };
const startTimeoutMs = 120_000;
const scenarioTimeoutMs = 180_000;

type Settings = Scenario['settings'];

let folder: string;
let distDir: string;
let engine: { readonly process: EngineProcess; readonly settings: Settings } | null = null;

beforeAll(() => {
  // Within the repository, so that what is compiled finds the packages.
  const cache = join(root, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  folder = mkdtempSync(join(cache, 'ome-chaos-'));
  distDir = join(folder, 'dist');
  compile();
}, startTimeoutMs);

afterAll(async () => {
  await engine?.process.stop();
  rmSync(folder, { recursive: true, force: true });
}, startTimeoutMs);

function compile(): void {
  const swc = require.resolve('@swc/cli/bin/swc.js');
  execFileSync(process.execPath, [swc, 'apps', 'libs', '-d', distDir, '--quiet'], { cwd: root });
}

/** One engine for all scenarios in a row that want the same settings. */
async function engineWith(settings: Settings): Promise<EngineProcess> {
  if (engine?.settings !== settings) {
    await engine?.process.stop();
    engine = null;
  }
  if (!engine) {
    const dataDir = mkdtempSync(join(folder, 'data-'));
    engine = { process: await EngineProcess.start(distDir, dataDir, settings), settings };
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
