import { accessibilityTests } from './accessibility';
import { alarmTests } from './alarms';
import { basketTests } from './baskets';
import { connectionTests } from './connection';
import { useConsole } from './console-rig';
import { doubtTests } from './doubt';
import { fillTests } from './fills';
import { keyTests } from './keys';
import { orderTests } from './orders';
import { positionTests } from './positions';
import { reportTests } from './reports';
import { riskTests } from './risk';
import { sliceTests } from './slices';

const theRig = useConsole();

describe('orders', () => orderTests(theRig));
describe('slices', () => sliceTests(theRig));
describe('an order in doubt', () => doubtTests(theRig));
describe('fills', () => fillTests(theRig));
describe('reports', () => reportTests(theRig));
describe('positions', () => positionTests(theRig));
describe('baskets', () => basketTests(theRig));
describe('risk', () => riskTests(theRig));
describe('the connection', () => connectionTests(theRig));
describe('alarms', () => alarmTests(theRig));
describe('accessibility', () => accessibilityTests(theRig));
describe('keys', () => keyTests(theRig));
