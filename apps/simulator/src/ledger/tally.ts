import { FRONTS, type Front } from '../front';

export const COUNTED = [
  'requests',
  'malformed',
  'lookups',
  'orders',
  'duplicates',
  'fills',
  'limitsExceeded',
] as const;

export type Counted = (typeof COUNTED)[number];

export type Counts = Record<Counted, number>;

/** Counts what came through each front. */
export class Tally {
  private counts = fresh();

  add(front: Front, what: Counted): void {
    this.counts[front][what] += 1;
  }

  totals(): Counts {
    return countsOf((what) => FRONTS.reduce((sum, front) => sum + this.counts[front][what], 0));
  }

  perFront(): Record<Front, Counts> {
    return structuredClone(this.counts);
  }

  reset(): void {
    this.counts = fresh();
  }
}

const countsOf = (value: (what: Counted) => number): Counts =>
  Object.fromEntries(COUNTED.map((what) => [what, value(what)])) as Counts;

const fresh = (): Record<Front, Counts> =>
  Object.fromEntries(FRONTS.map((front) => [front, countsOf(() => 0)])) as Record<Front, Counts>;
