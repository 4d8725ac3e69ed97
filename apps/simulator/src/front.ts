/** A broker whose programs the simulator speaks, by its name. */
export type Broker = string;

/** A way into the venue: `rest`, the REST link, or a broker. */
export type Front = string;
