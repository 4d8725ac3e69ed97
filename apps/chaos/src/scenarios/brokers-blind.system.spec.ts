import { scenarioTest } from '../testing/scenario-test';
import { brokersBlind } from './brokers';

scenarioTest(brokersBlind);
