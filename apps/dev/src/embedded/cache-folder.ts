import { homedir } from 'node:os';
import { join } from 'node:path';

/** The download cache, one per user so that every checkout shares it. */
export function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ome');
}
