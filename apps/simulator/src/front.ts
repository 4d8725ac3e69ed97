/** The name of a broker that the simulator plays. */
export type Broker = string;

/** A way into the venue: `rest`, the REST link, or a broker. */
export type Front = string;
