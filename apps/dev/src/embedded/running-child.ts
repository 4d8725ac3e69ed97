import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Ending, Running } from './running';

const patienceMs = 10_000;

/** Asks a process to end in a gentler way than by SIGTERM; gives false where it cannot be asked. */
export type AskToStop = () => Promise<boolean>;

/**
 * A child process as something that runs and can be stopped.
 *
 * @throws Error when the program could not be started at all.
 */
export async function runningChild(child: ChildProcess, askToStop?: AskToStop): Promise<Running> {
  const ended = new Promise<Ending>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  await once(child, 'spawn');
  const kill = () => void child.kill('SIGKILL');
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const force = setTimeout(kill, patienceMs);
    // One that was killed is past asking.
    const asked = child.killed || (await askToStop?.());
    if (!asked) child.kill('SIGTERM');
    await ended;
    clearTimeout(force);
  };
  let stopped: Promise<void> | undefined;
  return {
    pid: child.pid as number,
    ready: Promise.resolve(),
    ended,
    stop: () => (stopped ??= stop()),
    kill,
  };
}
