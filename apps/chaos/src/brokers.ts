/** The brokers that runs of chaos trade at; all of them are the simulator's. */
export const BROKERS = ['flattrade', 'breeze'] as const;

export type Broker = (typeof BROKERS)[number];

/** The ways that orders of a run go out. */
export type Front = 'rest' | Broker;
