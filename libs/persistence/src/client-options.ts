/** Whatever the URL asks for. */
export const PRIMARY_READS = { readPreference: 'primary', readConcernLevel: 'local' } as const;

/** How long a process that serves requests waits for its store. */
export const SERVING = {
  serverSelectionTimeoutMS: 3_000,
  connectTimeoutMS: 3_000,
  // A store that accepts a command and never answers must not block a request forever.
  socketTimeoutMS: 10_000,
  // A request that gets no connection in this time is answered 503.
  waitQueueTimeoutMS: 5_000,
};
