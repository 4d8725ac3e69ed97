import { scenarioTest } from '../testing/scenario-test';
import { kill } from './kill';

scenarioTest(kill);
