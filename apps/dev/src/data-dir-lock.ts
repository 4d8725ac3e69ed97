import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { takeLock } from './embedded/lock-file';

/**
 * Reserves a data folder for one engine.
 * @param apiUrl the address of this engine, shown to a second one.
 * @throws Error if an engine is running in the folder.
 */
export function lockDataDir(dataDir: string, apiUrl: string): { release(): void } {
  mkdirSync(dataDir, { recursive: true });
  const lock = takeLock(join(dataDir, 'engine.lock'), apiUrl);
  if (lock.taken) return lock;
  const { pid, label } = lock.holder;
  throw new Error(`An engine is already running in ${dataDir} (process ${pid}, ${label}).`);
}
