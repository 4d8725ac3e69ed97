import { scenarioTest } from '../testing/scenario-test';
import { mongoKill } from './mongo';

scenarioTest(mongoKill);
