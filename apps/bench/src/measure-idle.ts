import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineProcess } from '../../dev/src/engine-process/engine-process';
import type { Figure } from './figures';
import { type EngineOptions, usedBy } from './measured-engine';
import { usedBetween } from './processor-time';

/** Until a started engine, or one that had work, does nothing any more. */
const CALM_MS = 10_000;
/** What the engine's own processes are called, without the stores. */
const OWN = ['api', 'worker', 'simulator'];

/** What the engine's processes use of a core while nothing happens. */
export async function measureIdle(
  engine: EngineProcess,
  { seconds, rounds }: EngineOptions,
): Promise<Figure[]> {
  await sleep(CALM_MS);
  const forMs = seconds * rounds * 1_000;
  const before = usedBy(engine);
  await sleep(forMs);
  const used = usedBetween(before, usedBy(engine));
  const share = (names: readonly string[]): number =>
    (100 * names.reduce((sum, name) => sum + (used[name] ?? 0), 0)) / forMs;
  const own = share(OWN);
  return [
    {
      what: `of a core while idle: ${OWN.join(', ')}`,
      value: `${own.toFixed(1)} %`,
      aim: { text: '≤ 3 %', isMet: own <= 3 },
    },
    { what: 'of a core while idle: mongod', value: `${share(['mongod']).toFixed(1)} %` },
  ];
}
