import { scenarioTest } from '../testing/scenario-test';
import { tradePost } from './trade-post';

scenarioTest(tradePost);
