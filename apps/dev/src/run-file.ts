import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Addresses } from './addresses';
import { processBirth } from './embedded/process-birth';
import type { Say } from './embedded/say';

const orphanPatienceMs = 3_000;

/** The content of `run.json` in the data folder: the engine that runs there. */
export interface RunState extends Addresses {
  readonly pid: number;
  readonly startedAt: string;
  readonly mongoUrl?: string;
  readonly redisUrl?: string;
  /** Process ids by name: mongod, redis, simulator, api, worker. */
  readonly processes: Readonly<Record<string, number | undefined>>;
  /**
   * By the same names, the birth marks that distinguish processes from later ones with the same id.
   */
  readonly births: Readonly<Record<string, string | undefined>>;
}

function pathIn(dataDir: string): string {
  return join(dataDir, 'run.json');
}

/** Keeps `run.json` up to date, each state written atomically. */
export class RunFile {
  private constructor(
    private readonly path: string,
    private readonly say: Say,
    private state: RunState,
  ) {
    this.write();
  }

  static create(dataDir: string, addresses: Addresses, say: Say): RunFile {
    return new RunFile(pathIn(dataDir), say, {
      pid: process.pid,
      startedAt: new Date().toISOString(),
      ...addresses,
      processes: {},
      births: {},
    });
  }

  setUrls(urls: { mongoUrl: string; redisUrl: string }): void {
    this.state = { ...this.state, ...urls };
    this.write();
  }

  /** @param pid undefined when the process is gone. */
  setPid(name: string, pid: number | undefined): void {
    // JSON leaves out what is undefined.
    const processes = { ...this.state.processes, [name]: pid };
    const birth = pid === undefined ? undefined : processBirth(pid);
    const births = { ...this.state.births, [name]: birth };
    this.state = { ...this.state, processes, births };
    this.write();
  }

  remove(): void {
    rmSync(this.path, { force: true });
  }

  /** The engine runs without it: on a full disk, say, where it is needed most. */
  private write(): void {
    const draft = `${this.path}.draft`;
    try {
      writeFileSync(draft, `${JSON.stringify(this.state, undefined, 2)}\n`);
      renameSync(draft, this.path);
    } catch (error) {
      this.say(`${this.path} cannot be written: ${(error as Error).message}`);
    }
  }
}

/** Ends processes that a killed launcher has left running on this data folder. */
export async function endOrphans(dataDir: string): Promise<void> {
  const left = readRunState(pathIn(dataDir));
  if (!left) return;
  const names = Object.keys(left.processes);
  await Promise.all(names.map((name) => endOrphan(left.processes[name], left.births[name])));
}

async function endOrphan(pid: number | undefined, birth: string | undefined): Promise<void> {
  if (pid === undefined || birth === undefined) return;
  const isStillThere = () => processBirth(pid) === birth;
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (!isStillThere()) return;
    process.kill(pid, signal);
    const deadline = Date.now() + orphanPatienceMs;
    while (isStillThere() && Date.now() < deadline) await sleep(50);
  }
}

function readRunState(path: string): RunState | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as RunState;
  } catch {
    return undefined;
  }
}
