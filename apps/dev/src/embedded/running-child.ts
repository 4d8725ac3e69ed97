import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Ending, Running } from './running';

const patienceMs = 10_000;

/** Asks a process to end more gently than by SIGTERM; returns false if it cannot be asked. */
export type AskToStop = () => Promise<boolean>;

/**
 * Wraps a child process as a Running.
 * @throws Error if the program could not be started.
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
    // A killed process cannot be asked.
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
