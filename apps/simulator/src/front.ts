/** The ways into the venue: the REST link, and the brokers whose programs it speaks. */
export const FRONTS = ['rest', 'flattrade', 'breeze'] as const;

export type Front = (typeof FRONTS)[number];

export type Broker = Exclude<Front, 'rest'>;

export const BROKERS: readonly Broker[] = ['flattrade', 'breeze'];
