import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { passOn } from './child-output';
import type { Running } from './embedded/running';
import type { Say } from './embedded/say';
import { runningChild } from './embedded/running-child';
import { refusedSettings } from './supervisor';
import { SettingError } from './settings';

/** Starts the app whose compiled entry file is `entry`. */
export async function startApp(
  name: string,
  entry: string,
  environment: NodeJS.ProcessEnv,
  say: Say,
): Promise<Running> {
  const child = spawnApp(entry, [], environment);
  passOn(child, name, say);
  return runningChild(child);
}

/**
 * Runs an app to its end.
 * @throws SettingError if it refuses the settings, Error if it fails, each with its output.
 */
export async function runApp(
  entry: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const child = spawnApp(entry, args, environment);
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code === 0) return;
  const message = output.trim() || `${entry} ended with exit code ${code}.`;
  throw code === refusedSettings ? new SettingError(message) : new Error(message);
}

function spawnApp(entry: string, args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  return spawn(process.execPath, [entry, ...args], {
    env,
    // A process group of its own: a Ctrl-C in the terminal reaches the launcher alone, which then
    // stops everything in order.
    detached: true,
    // The channel closes when the launcher dies, however it dies; the app then gets 'disconnect'
    // and ends.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
}
