import { scenarioTest } from '../testing/scenario-test';
import { terminal } from './terminal';

scenarioTest(terminal);
