import { breeze } from './breeze/breeze';
import type { SimulatedBroker } from './brokers/simulated-broker';
import { flattrade } from './flattrade/flattrade';

/** Every broker that the simulator plays. */
export const SIMULATED_BROKERS: readonly SimulatedBroker[] = [flattrade, breeze];
