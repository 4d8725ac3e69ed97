import type { Running } from '../embedded/running';

/**
 * Services that the global set-up starts and the global tear-down stops; both run in one process.
 */
export const testServices: { dataDir?: string; running: Running[] } = { running: [] };
