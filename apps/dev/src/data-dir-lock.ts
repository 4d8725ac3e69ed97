import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { takeLock } from './embedded/lock-file';

/**
 * Keeps a data folder to one engine.
 *
 * @param apiUrl where this engine will answer, told to those who come second.
 * @throws Error when an engine is running in the folder.
 */
export function lockDataDir(dataDir: string, apiUrl: string): { release(): void } {
  mkdirSync(dataDir, { recursive: true });
  const lock = takeLock(join(dataDir, 'engine.lock'), apiUrl);
  if (lock.taken) return lock;
  const { pid, label } = lock.holder;
  throw new Error(`An engine is already running in ${dataDir} (process ${pid}, ${label}).`);
}
