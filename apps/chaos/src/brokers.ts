/** The brokers that chaos runs trade at; the simulator plays them all. */
export const BROKERS = ['flattrade', 'breeze'] as const;

export type Broker = (typeof BROKERS)[number];

/** The links that orders of a run are sent by. */
export type Front = 'rest' | Broker;
