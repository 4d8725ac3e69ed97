import { scenarioTest } from '../testing/scenario-test';
import { cancel } from './cancel';

scenarioTest(cancel);
