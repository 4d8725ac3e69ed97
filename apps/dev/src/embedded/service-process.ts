import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { describe, type Running, runningChild, type AskToStop } from './running';

export interface ServiceProcess {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
  /** Resolves once the service answers; rejects when told that the service has ended. */
  readonly untilReady: (ended: AbortSignal) => Promise<void>;
  readonly askToStop?: AskToStop;
}

/** Starts a database server that lives no longer than this process. */
export async function startService(service: ServiceProcess): Promise<Running> {
  const child = spawn(service.command, service.args, {
    env: { ...process.env, ...service.environment },
    // A process group of its own: a Ctrl-C in the terminal must not reach it before the processes
    // that still need it have finished.
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // Read for as long as it lives: a full pipe would block it.
  let lastLine = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    lastLine = chunk.trim().split('\n').at(-1) ?? lastLine;
  });
  const running = await runningChild(child, service.askToStop);
  endWithThisProcess(running);
  const ending = new AbortController();
  const failed = running.ended.then((ended) => {
    ending.abort();
    throw new Error(`${service.name} ${describe(ended)} while it was starting. ${lastLine}`.trim());
  });
  return { ...running, ready: Promise.race([service.untilReady(ending.signal), failed]) };
}

// The shell waits for a line on a pipe. Nobody ever writes one, but when this process dies, however
// it dies, the system closes the pipe and the shell continues.
function endWithThisProcess({ pid, ended }: Running): void {
  const watchdog = spawn('/bin/sh', ['-c', 'read -r line; kill "$0"', String(pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watchdog.unref();
  (watchdog.stdin as Socket).unref();
  void ended.then(() => watchdog.kill('SIGKILL'));
}
