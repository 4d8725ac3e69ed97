import { scenarioTest } from '../testing/scenario-test';
import { faults } from './link';

scenarioTest(faults);
