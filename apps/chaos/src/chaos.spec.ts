import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { EngineProcess } from '../../dev/src/engine-process/engine-process';
import { textOfFindings } from './print-results';
import { runScenario } from './run-scenario';
import { scenarios } from './scenarios/all';

const root = resolve(__dirname, '../../..');
const options = { orders: 200, concurrency: 32, seed: 1, brief: true };
const startTimeoutMs = 120_000;
const scenarioTimeoutMs = 180_000;

let folder: string;
let engine: EngineProcess;

beforeAll(async () => {
  // Within the repository, so that what is compiled finds the packages.
  const cache = join(root, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  folder = mkdtempSync(join(cache, 'ome-chaos-'));
  const distDir = join(folder, 'dist');
  compile(distDir);
  engine = await EngineProcess.start(distDir, join(folder, 'data'));
}, startTimeoutMs);

afterAll(async () => {
  await engine?.stop();
  rmSync(folder, { recursive: true, force: true });
}, startTimeoutMs);

function compile(distDir: string): void {
  const swc = require.resolve('@swc/cli/bin/swc.js');
  execFileSync(process.execPath, [swc, 'apps', 'libs', '-d', distDir, '--quiet'], { cwd: root });
}

it.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
  'loses and doubles nothing: %s',
  async (_name, scenario) => {
    expect(textOfFindings(await runScenario(scenario, engine, options))).toBe('');
  },
  scenarioTimeoutMs,
);
