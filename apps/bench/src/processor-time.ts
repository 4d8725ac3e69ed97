import { readFileSync } from 'node:fs';

/** Milliseconds by the name of a process. */
export type ProcessorTime = Readonly<Record<string, number>>;

const TICK_MS = 10;

/** What processes have used of the processor so far, by Linux's account; empty elsewhere. */
export function processorTime(processes: Readonly<Record<string, number>>): ProcessorTime {
  if (process.platform !== 'linux') return {};
  const entries = Object.entries(processes).map(([name, pid]) => [name, ofProcess(pid)]);
  return Object.fromEntries(entries) as ProcessorTime;
}

export const usedBetween = (before: ProcessorTime, after: ProcessorTime): ProcessorTime =>
  Object.fromEntries(Object.entries(after).map(([name, ms]) => [name, ms - before[name]]));

/** A process may have blanks in its name, which stands in brackets; what follows has none. */
function ofProcess(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
  const [user, system] = [fields[11], fields[12]].map(Number);
  return (user + system) * TICK_MS;
}
