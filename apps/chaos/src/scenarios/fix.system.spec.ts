import { scenarioTest } from '../testing/scenario-test';
import { fix } from './fix';

scenarioTest(fix);
