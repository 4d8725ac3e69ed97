import { CompiledApps } from '../../../dev/src/engine-process/compiled-apps';
import { EngineProcess } from '../../../dev/src/engine-process/engine-process';
import { textOfFindings } from '../print-results';
import { runScenario } from '../run-scenario';
import type { Scenario } from '../scenarios/scenario';

const options = { orders: 200, concurrency: 32, seed: 1, brief: true };
const startTimeoutMs = 120_000;
const scenarioTimeoutMs = 600_000;

/** A scenario as a test, on an engine of its own. */
export function scenarioTest(scenario: Scenario): void {
  let apps: CompiledApps;
  let engine: EngineProcess;

  beforeAll(async () => {
    apps = CompiledApps.compile();
    engine = await EngineProcess.start(apps.distDir, apps.makeDataDir(), scenario.settings);
  }, startTimeoutMs);

  afterAll(async () => {
    await engine?.stop();
    apps.remove();
  }, startTimeoutMs);

  it(
    `loses and doubles nothing: ${scenario.name}`,
    async () => {
      expect(textOfFindings(await runScenario(scenario, engine, options))).toBe('');
    },
    scenarioTimeoutMs,
  );
}
