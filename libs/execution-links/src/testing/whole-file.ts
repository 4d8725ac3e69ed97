import type { ContractFile, ContractRows, InstrumentFacts } from '@ome/engine';

/** A contract file read to its end: its instruments, and what else was found in it. */
export async function wholeFile(
  reading: ContractRows['rows'],
): Promise<ContractFile & { rows: InstrumentFacts[] }> {
  const rows: InstrumentFacts[] = [];
  let next = await reading.next();
  while (!next.done) {
    rows.push(next.value);
    next = await reading.next();
  }
  return { ...next.value, rows };
}
