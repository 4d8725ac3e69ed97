import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SIMULATED_VENUE } from '../app-environment';
import { freePort } from '../embedded/free-port';
import type { RunState } from '../run-file';
import { engineSettings, SETTLE_FAST } from './engine-settings';

/** The processes of the engine, by their names in its run file. */
export type ProcessName = 'api' | 'worker' | 'fix' | 'simulator' | 'redis' | 'mongod';

const LOG_FILE = 'engine.log';
const startPatienceMs = 300_000;
const restartPatienceMs = 120_000;
/** How many lines of its output say why an engine did not start. */
const shownLines = 20;
const longestPauseMs = 160;

/** How long a test may take to compile, start or stop an engine: machines differ much. */
export const ENGINE_START_MS = startPatienceMs + 60_000;

/** A real engine: what `npm start` starts, with a data folder and ports of its own. */
export class EngineProcess {
  private readonly stopped = new Set<ProcessName>();

  private constructor(
    private readonly launcher: ChildProcess,
    /** The folder with the compiled apps. */
    readonly distDir: string,
    readonly dataDir: string,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  static async start(
    distDir: string,
    dataDir: string,
    settings: Readonly<Record<string, string>> = SETTLE_FAST,
  ): Promise<EngineProcess> {
    const environment = {
      // Tests say themselves what becomes of an order: it is filled as it comes.
      SIMULATOR_MARKET: 'off',
      ...engineSettings(settings),
      PORT: String(await freePort()),
      SIMULATOR_PORT: String(await freePort()),
      WORKER_PORT: String(await freePort()),
      FIX_PORT: String(await freePort()),
      SIMULATOR_STREAM_PORT: String(await freePort()),
      SIMULATOR_FIX_PORT: String(await freePort()),
      OME_DATA_DIR: dataDir,
    };
    mkdirSync(dataDir, { recursive: true });
    const launcher = launch(join(distDir, 'apps/dev/src/main.js'), environment, dataDir);
    const engine = new EngineProcess(launcher, distDir, dataDir, environment);
    try {
      await engine.untilReady();
    } catch (error) {
      await engine.stop();
      // Its data folder goes with the test.
      throw new Error(`${(error as Error).message}. It said:\n${engine.lastOutput()}`, {
        cause: error,
      });
    }
    return engine;
  }

  /** The output of all its processes. */
  get logFile(): string {
    return join(this.dataDir, LOG_FILE);
  }

  get state(): RunState {
    return JSON.parse(readFileSync(join(this.dataDir, 'run.json'), 'utf8')) as RunState;
  }

  /** Ends a process at once, and waits until the launcher has started it again. */
  async kill(name: ProcessName): Promise<void> {
    const pid = this.pid(name);
    process.kill(pid, 'SIGKILL');
    await until(`${name} to be started again`, restartPatienceMs, () => {
      const reborn = this.state.processes[name];
      return reborn !== undefined && reborn !== pid;
    });
  }

  /** Pauses a process in the middle of its work, like a machine that stalls. */
  pause(name: ProcessName): void {
    process.kill(this.pid(name), 'SIGSTOP');
    this.stopped.add(name);
  }

  resume(name: ProcessName): void {
    process.kill(this.pid(name), 'SIGCONT');
    this.stopped.delete(name);
  }

  async pauseFor(name: ProcessName, durationMs: number): Promise<void> {
    this.pause(name);
    await sleep(durationMs);
    this.resume(name);
  }

  /** A second worker beside the first, until the returned function is called. */
  async startRival(): Promise<() => Promise<void>> {
    const port = await freePort();
    return this.startBeside('worker', port, { WORKER_PORT: String(port) });
  }

  /** A second FIX gateway beside the first, on a port of its own. */
  async startSecondGateway(): Promise<{ port: number; stop: () => Promise<void> }> {
    const port = await freePort();
    const stop = await this.startBeside('fix', port, { FIX_PORT: String(port) }, () =>
      isListening(port),
    );
    return { port, stop };
  }

  /** A second API beside the first, which needs keys like one that others can reach. */
  async startGuardedApi(
    settings: NodeJS.ProcessEnv = {},
  ): Promise<{ url: string; stop: () => Promise<void> }> {
    const port = await freePort();
    const stop = await this.startBeside('api', port, {
      PORT: String(port),
      HOST: '0.0.0.0',
      RELAY_SECRET: 'the-secret-of-a-guarded-api',
      ...settings,
    });
    return { url: `http://127.0.0.1:${port}`, stop };
  }

  /** The output lines of an admin command on the store. */
  async admin(command: string): Promise<string[]> {
    const { mongoUrl } = this.state;
    const entry = join(this.distDir, 'apps/admin/src/main.js');
    const child = spawn(process.execPath, [entry, command], {
      env: { ...this.environment, MONGO_URL: mongoUrl },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    }
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0) throw new Error(`admin ${command} ended with exit code ${code}: ${output}`);
    return output.trim().split('\n');
  }

  async stop(): Promise<void> {
    for (const name of this.stopped) this.resume(name);
    await end(this.launcher);
  }

  async untilReady(): Promise<void> {
    await until('the engine to be ready', startPatienceMs, async () => {
      const { exitCode } = this.launcher;
      if (exitCode !== null) {
        throw new Error(`The launcher ended with exit code ${exitCode}`);
      }
      return (await Promise.all(this.healthUrls().map(isReady))).every(Boolean);
    });
  }

  private lastOutput(): string {
    return readFileSync(this.logFile, 'utf8').trimEnd().split('\n').slice(-shownLines).join('\n');
  }

  /** @returns a function that ends it */
  private async startBeside(
    app: 'api' | 'worker' | 'fix',
    port: number,
    settings: NodeJS.ProcessEnv,
    isServing = () => isReady(`http://127.0.0.1:${port}/health/ready`),
  ): Promise<() => Promise<void>> {
    const { apiUrl, simulatorUrl, mongoUrl, redisUrl } = this.state;
    const environment = {
      ...this.environment,
      MONGO_URL: mongoUrl,
      REDIS_URL: redisUrl,
      EXECUTION_LINK_URL: `${simulatorUrl}/link`,
      TRADE_POST_URL: `${simulatorUrl}/trade_post`,
      SIMULATOR_ENGINE_URL: apiUrl,
      FIX_LINK_SESSIONS: SIMULATED_VENUE,
      ...settings,
    };
    const entry = join(this.distDir, `apps/${app}/src/main.js`);
    const beside = launch(entry, environment, this.dataDir);
    try {
      await until(`the second ${app}`, restartPatienceMs, isServing);
    } catch (error) {
      await end(beside);
      throw error;
    }
    return () => end(beside);
  }

  private healthUrls(): string[] {
    const { PORT, SIMULATOR_PORT, WORKER_PORT } = this.environment;
    return [
      `http://127.0.0.1:${PORT}/health/ready`,
      `http://127.0.0.1:${SIMULATOR_PORT}/health`,
      `http://127.0.0.1:${WORKER_PORT}/health/ready`,
    ];
  }

  private pid(name: ProcessName): number {
    const pid = this.state.processes[name];
    if (pid === undefined) throw new Error(`${name} does not run`);
    return pid;
  }
}

/**
 * Polls until a condition holds, less and less often: polling costs the engine time, and calls to
 * brokers.
 *
 * @throws Error after the time limit
 */
export async function until(
  what: string,
  patienceMs: number,
  holds: () => boolean | Promise<boolean>,
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (let pauseMs = 20; !(await holds()); pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    if (Date.now() > deadline) throw new Error(`Waited ${patienceMs} ms for ${what}`);
    await sleep(pauseMs);
  }
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/**
 * All its output is kept in the data folder. In a file, not a pipe: the embedded servers' leftovers
 * would hold the pipe open, and this process with it.
 */
function launch(entry: string, environment: NodeJS.ProcessEnv, dataDir: string): ChildProcess {
  const log = openSync(join(dataDir, LOG_FILE), 'a');
  try {
    return spawn(process.execPath, [entry], {
      env: environment,
      // Its own process group: a Ctrl-C at the terminal is for this process to pass on.
      detached: true,
      stdio: ['ignore', log, log, 'ipc'],
    });
  } finally {
    closeSync(log);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

async function isReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    const { status } = (await answer.json()) as { status?: string };
    return answer.ok && status !== 'degraded';
  } catch {
    return false;
  }
}
