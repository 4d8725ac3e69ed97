import { useConsole } from './console-rig';
import { newOrderTest } from './orders';

describe('a first order in the console', () => newOrderTest(useConsole()));
