import { scenarioTest } from '../testing/scenario-test';
import { baskets } from './baskets';

scenarioTest(baskets);
