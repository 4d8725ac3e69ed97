import { CompiledApps } from '../../../dev/src/engine-process/compiled-apps';
import {
  ENGINE_START_MS,
  type EngineProcess,
} from '../../../dev/src/engine-process/engine-process';
import { textOfFindings } from '../print-results';
import { runScenario } from '../run-scenario';
import type { Scenario } from '../scenarios/scenario';
import { startEngine } from '../start-engine';

const options = { orders: 200, concurrency: 32, seed: 1, brief: true };
const scenarioTimeoutMs = 600_000;

/** A scenario as a test, on an engine of its own. */
export function scenarioTest(scenario: Scenario): void {
  let apps: CompiledApps;
  let engine: EngineProcess;

  beforeAll(async () => {
    apps = CompiledApps.compile();
    engine = await startEngine(apps.distDir, apps.makeDataDir(), scenario);
  }, ENGINE_START_MS);

  afterAll(async () => {
    await engine?.stop();
    apps.remove();
  }, ENGINE_START_MS);

  it(
    `loses and doubles nothing: ${scenario.name}`,
    async () => {
      expect(textOfFindings(await runScenario(scenario, engine, options))).toBe('');
    },
    scenarioTimeoutMs,
  );
}
