import type { Running } from '../embedded/running';

/** What the global set-up started and the global tear-down stops; both run in one process. */
export const testServices: { dataDir?: string; running: Running[] } = { running: [] };
