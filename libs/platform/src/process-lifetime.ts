import { SettingFault } from './settings';

/** Exit code for a bad setting: starting again would not help (sysexits.h). */
const EX_CONFIG = 78;

/**
 * Runs a process: starts it, and closes it on SIGTERM, on SIGINT and when the parent that holds its
 * IPC channel is gone. A bad setting ends it with the sentence alone.
 */
export function runProcess(start: () => Promise<{ close(): Promise<unknown> }>): void {
  const started = start();
  let closing = false;
  const stop = (): void => {
    if (closing) return;
    closing = true;
    started
      .then((app) => app.close())
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
  process.on('disconnect', stop);
  started.catch((error: unknown) => {
    const known = error instanceof SettingFault;
    process.stderr.write(`${known ? error.message : String((error as Error).stack)}\n`);
    process.exit(known ? EX_CONFIG : 1);
  });
}
