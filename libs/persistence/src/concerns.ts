/** Acknowledged once a majority has journaled the write to disk. */
export const JOURNALED = { w: 'majority', j: true } as const;

/** Acknowledged once a majority has the write. */
export const MAJORITY = { w: 'majority' } as const;

/** A transaction reads from one snapshot, and its writes survive a failover. */
export const TRANSACTION = {
  readConcern: { level: 'snapshot' },
  writeConcern: JOURNALED,
} as const;

/** Reads what a majority has, from the primary, whatever the connection's settings are. */
export const DECIDED = { readPreference: 'primary', readConcern: { level: 'majority' } } as const;

/** Reads what the primary has, even if no majority has it yet. */
export const NEWEST_OF_PRIMARY = {
  readPreference: 'primary',
  readConcern: { level: 'local' },
} as const;

/** Returns one document, found by `_id`, only once a majority has it. */
export const CONFIRMED = {
  readPreference: 'primary',
  readConcern: { level: 'linearizable' },
} as const;
