import { once } from 'node:events';
import { SettingFault } from './setting-table';

/** Exit code for a bad setting: starting again would not help (sysexits.h). */
export const EX_CONFIG = 78;

const STOP_DEADLINE_MS = 8_000;
/** Without the parent, what it started (a store, a queue) is gone or about to stop. */
const ORPHAN_DEADLINE_MS = 1_500;

/**
 * Waits until the parent process says that everything this one needs is there, if the parent asked
 * for that (`START_ON_MESSAGE`). It lets a launcher start processes while the databases still
 * start: they load their code meanwhile.
 */
export async function startMessage(): Promise<void> {
  if (process.env.START_ON_MESSAGE && process.channel) await once(process, 'message');
}

/**
 * Runs a process: starts it, and closes it on SIGTERM, on SIGINT and when the parent that holds its
 * IPC channel is gone. A bad setting ends it with only the sentence that explains it.
 */
export function runProcess(start: () => Promise<{ close(): Promise<unknown> }>): void {
  const started = startMessage().then(start);
  let closing = false;
  const stop = (deadlineMs: number): void => {
    if (closing) return;
    closing = true;
    // Work under way is journalled: exit in time rather than wait for services that are gone.
    setTimeout(() => process.exit(1), deadlineMs).unref();
    started
      .then((app) => app.close())
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => stop(STOP_DEADLINE_MS));
  process.on('disconnect', () => stop(ORPHAN_DEADLINE_MS));
  started.catch((error: unknown) => {
    const known = error instanceof SettingFault;
    process.stderr.write(`${known ? error.message : String((error as Error).stack)}\n`);
    process.exit(known ? EX_CONFIG : 1);
  });
}
