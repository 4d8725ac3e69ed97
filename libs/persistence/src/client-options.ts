/** Whatever the URL asks for. */
export const PRIMARY_READS = { readPreference: 'primary', readConcernLevel: 'local' } as const;

/** How long a process that serves requests waits for its store. */
export const SERVING = {
  serverSelectionTimeoutMS: 3_000,
  connectTimeoutMS: 3_000,
  // A store that takes a command and never answers must not keep a request for ever.
  socketTimeoutMS: 10_000,
  // Whoever finds no connection for so long is told to come back.
  waitQueueTimeoutMS: 5_000,
};
