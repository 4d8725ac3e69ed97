import { scenarioTest } from '../testing/scenario-test';
import { brokers } from './brokers';

scenarioTest(brokers);
