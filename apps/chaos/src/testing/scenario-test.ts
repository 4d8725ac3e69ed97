import { useEngine } from '../../../dev/src/engine-process/use-engine';
import { textOfFindings } from '../print-results';
import { runScenario } from '../run-scenario';
import type { Scenario } from '../scenarios/scenario';
import { startEngine } from '../start-engine';

const options = { orders: 200, concurrency: 32, seed: 1, brief: true };
const scenarioTimeoutMs = 600_000;

export const useScenarioEngine = (scenario: Scenario, built?: { console: boolean }) =>
  useEngine((distDir, dataDir) => startEngine(distDir, dataDir, scenario), built);

/** A scenario as a test, on an engine of its own unless one is given. */
export function scenarioTest(scenario: Scenario, engine = useScenarioEngine(scenario)): void {
  it(
    `loses and doubles nothing: ${scenario.name}`,
    async () => {
      expect(textOfFindings(await runScenario(scenario, engine(), options))).toBe('');
    },
    scenarioTimeoutMs,
  );
}
