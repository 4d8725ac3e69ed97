import { scenarioTest } from '../testing/scenario-test';
import { redisDown } from './redis';

scenarioTest(redisDown);
