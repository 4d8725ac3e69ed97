import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Ending, Running } from './running';

const patienceMs = 10_000;

/**
 * A child process as something that runs and can be stopped.
 *
 * @throws Error when the program could not be started at all.
 */
export async function runningChild(child: ChildProcess): Promise<Running> {
  const ended = endingOf(child);
  await once(child, 'spawn');
  return {
    pid: child.pid as number,
    ended,
    async stop() {
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), patienceMs);
      await ended;
      clearTimeout(force);
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

export function endingOf(child: ChildProcess): Promise<Ending> {
  return new Promise((resolve) => {
    const { exitCode: code, signalCode: signal } = child;
    if (code !== null || signal !== null) resolve({ code, signal });
    else
      child.once('exit', (lateCode, lateSignal) => resolve({ code: lateCode, signal: lateSignal }));
  });
}
