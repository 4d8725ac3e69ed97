import { scenarioTest } from '../testing/scenario-test';
import { mongoPause } from './mongo';

scenarioTest(mongoPause);
