import { scenarioTest } from '../testing/scenario-test';
import { linkDown } from './link';

scenarioTest(linkDown);
