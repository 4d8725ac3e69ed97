import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Completes a sentence after the name of a process: "ended with exit code 3". */
export function describe({ code, signal }: Ending): string {
  return signal ? `was ended by ${signal}` : `ended with exit code ${code}`;
}

/** A process that its starter has to stop. */
export interface Running {
  readonly pid: number;
  /** Resolves once it is ready, rejects if it ends before. */
  readonly ready: Promise<void>;
  /** Resolves once the process is gone, whoever ended it. */
  readonly ended: Promise<Ending>;
  /** Ends the process cleanly, and by force after ten seconds. */
  stop(): Promise<void>;
  /** Ends the process by force, at once. */
  kill(): void;
}

export interface RunningService extends Running {
  readonly url: string;
}

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
