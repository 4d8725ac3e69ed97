import { scenarioTest } from '../testing/scenario-test';
import { pause } from './pause';

scenarioTest(pause);
