import { existsSync, readFileSync } from 'node:fs';
import type { EngineProcess } from '../../dev/src/engine-process/engine-process';
import { type ProcessorTime, processorTime } from './processor-time';

export interface EngineOptions {
  rounds: number;
  seconds: number;
  connections: number;
  orders: number;
}

/** The running processes of an engine, its stores among them. */
const running = ({ state }: EngineProcess): Record<string, number> =>
  Object.fromEntries(
    Object.entries(state.processes).filter(([, pid]) => pid !== undefined),
  ) as Record<string, number>;

export const usedBy = (engine: EngineProcess): ProcessorTime => processorTime(running(engine));

const PAGES = /^VmRSS:\s+(\d+) kB$/m;

/** Megabytes of memory that processes hold, by Linux's account; empty elsewhere. */
export function memoryOf(engine: EngineProcess): Readonly<Record<string, number>> {
  const entries = Object.entries(running(engine)).flatMap(([name, pid]) => {
    const file = `/proc/${pid}/status`;
    const kilobytes = existsSync(file) ? PAGES.exec(readFileSync(file, 'utf8'))?.[1] : undefined;
    return kilobytes === undefined ? [] : [[name, Number(kilobytes) / 1_024] as const];
  });
  return Object.fromEntries(entries);
}

/** A key with which programs enter orders and the REST link reports. */
export async function makeKey(engine: EngineProcess): Promise<string> {
  const answer = await fetch(`${engine.state.apiUrl}/keys`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'bench', scopes: ['orders', 'executions'] }),
  });
  if (answer.status !== 201) throw new Error(`No key was made: ${await answer.text()}`);
  return ((await answer.json()) as { token: string }).token;
}
