import { scenarioTest } from '../testing/scenario-test';
import { flush } from './redis';

scenarioTest(flush);
