import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { processBirth } from './process-birth';

export interface LockHolder {
  readonly pid: number;
  readonly birth: string;
  /** The holder's description of itself, for those who find the lock taken. */
  readonly label: string;
}

export type LockResult =
  | { readonly taken: true; release(): void }
  | { readonly taken: false; readonly holder: LockHolder };

/**
 * Takes a lock that belongs to this process until it is released or the process dies: the lock of a
 * killed process is taken over.
 */
export function takeLock(file: string, label: string): LockResult {
  const own: LockHolder = { pid: process.pid, birth: processBirth(process.pid) ?? '', label };
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(own));
  try {
    for (;;) {
      if (linkIfFree(draft, file)) {
        return { taken: true, release: () => rmSync(file, { force: true }) };
      }
      const holder = readHolder(file);
      if (holder && isAlive(holder)) return { taken: false, holder };
      if (holder) discardStale(file, holder);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Like `takeLock`, but waits for its turn. */
export async function waitForLock(
  file: string,
  label: string,
  onWait: (holder: LockHolder) => void,
): Promise<{ release(): void }> {
  let told = false;
  for (;;) {
    const lock = takeLock(file, label);
    if (lock.taken) return lock;
    if (!told) onWait(lock.holder);
    told = true;
    await sleep(200);
  }
}

// Unlike an exclusive create, a hard link creates the file with its content, so that nobody reads a
// half-written lock.
function linkIfFree(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

const nobody: LockHolder = { pid: 0, birth: '', label: '' };

function readHolder(file: string): LockHolder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as LockHolder;
  } catch (error) {
    // A lock file emptied by a power cut belongs to nobody.
    if (error instanceof SyntaxError) return nobody;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function isAlive(holder: LockHolder): boolean {
  return processBirth(holder.pid) === holder.birth;
}

// Two processes may find the same stale lock. Renaming gives the file to exactly one of them;
// checking the renamed file puts back a lock that the other had already created.
function discardStale(file: string, stale: LockHolder): void {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const moved = readHolder(aside);
  if (moved && (moved.pid !== stale.pid || moved.birth !== stale.birth)) linkIfFree(aside, file);
  rmSync(aside, { force: true });
}
