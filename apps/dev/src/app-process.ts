import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { type Running, runningChild } from './embedded/running';
import type { Say } from './embedded/say';
import { refusedSettings } from './supervisor';
import { SettingError } from './settings';
import { createInterface } from 'node:readline';
import { prettyFactory } from 'pino-pretty';

/**
 * Starts the app whose compiled entry file is `entry`. It loads its code at once, and opens the
 * databases when `prepared` has resolved.
 */
export async function startApp(
  name: string,
  entry: string,
  environment: NodeJS.ProcessEnv,
  prepared: Promise<void>,
  say: Say,
): Promise<Running> {
  const child = spawnApp(entry, [], environment, prepared);
  passOn(child, name, say);
  return runningChild(child);
}

/**
 * Runs an app to its end. It opens the databases when `prepared` has resolved, and is ended where
 * that rejects.
 * @throws SettingError if it refuses the settings, Error if it fails, each with its output.
 */
export async function runApp(
  entry: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  prepared: Promise<unknown>,
): Promise<void> {
  const child = spawnApp(entry, args, environment, prepared);
  prepared.catch(() => child.kill());
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code === 0) return;
  const message = output.trim() || `${entry} ended with exit code ${code}.`;
  throw code === refusedSettings ? new SettingError(message) : new Error(message);
}

function spawnApp(
  entry: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  prepared: Promise<unknown>,
): ChildProcess {
  const child = spawn(process.execPath, [entry, ...args], {
    env: { ...environment, START_ON_MESSAGE: 'yes' },
    // A process group of its own: a Ctrl-C in the terminal reaches the launcher alone, which then
    // stops everything in order.
    detached: true,
    // The channel closes when the launcher dies, however it dies; the app then gets 'disconnect'
    // and ends.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  prepared.then(
    // A process that has ended meanwhile takes no message.
    () => child.send('start', () => undefined),
    () => undefined,
  );
  return child;
}

type Format = (line: string) => string;

/**
 * Forwards a child's output, line by line. At a terminal each line shows its process and reads as
 * prose; a program that reads the launcher's output gets the JSON unchanged.
 */
export function passOn(child: ChildProcess, name: string, say: Say): void {
  const format = process.stdout.isTTY ? forPeople(name) : (line: string) => line;
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', (line) => say(format(line)));
  }
}

function forPeople(name: string): Format {
  const prettify = prettyFactory({ colorize: true, ignore: 'pid,hostname,name' });
  const prefix = `${name.padEnd(9)} | `;
  return (line) =>
    prettify(line)
      .trimEnd()
      .split('\n')
      .map((part) => prefix + part)
      .join('\n');
}
