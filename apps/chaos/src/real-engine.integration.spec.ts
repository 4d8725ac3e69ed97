import { useConsole } from '../../console/test/console-rig';
import { newOrderTest } from '../../console/test/orders';
import { kill } from './scenarios/kill';
import { scenarioTest, useScenarioEngine } from './testing/scenario-test';

/** What `npm start` starts: one browser path and one round of chaos, the others in the system tests. */
describe('a real engine', () => {
  const engine = useScenarioEngine(kill, { console: true });

  describe('a first order in the console', () => newOrderTest(useConsole(engine)));

  scenarioTest(kill, engine);
});
