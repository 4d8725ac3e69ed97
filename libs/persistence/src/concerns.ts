/** Acknowledged once a majority has it on disk. */
export const JOURNALED = { w: 'majority', j: true } as const;

/** Acknowledged once a majority has it. */
export const MAJORITY = { w: 'majority' } as const;

/** Of a transaction: what it reads is of one moment, and what it wrote outlives a failover. */
export const TRANSACTION = {
  readConcern: { level: 'snapshot' },
  writeConcern: JOURNALED,
} as const;

/** What a majority has, as the primary knows it, whatever the connection's own settings are. */
export const DECIDED = { readPreference: 'primary', readConcern: { level: 'majority' } } as const;

/** What the primary has, whether a majority has it or not. */
export const NEWEST_OF_PRIMARY = {
  readPreference: 'primary',
  readConcern: { level: 'local' },
} as const;

/** Answers only once a majority has what is read: for one document, by its `_id`. */
export const CONFIRMED = {
  readPreference: 'primary',
  readConcern: { level: 'linearizable' },
} as const;
