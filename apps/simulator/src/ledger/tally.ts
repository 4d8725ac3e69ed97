import type { Front } from '../front';

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

/** Counts the requests of each front. */
export class Tally {
  private counts: Record<Front, Counts> = {};

  add(front: Front, what: Counted): void {
    this.counts[front] ??= countsOf(() => 0);
    this.counts[front][what] += 1;
  }

  totals(): Counts {
    const all = Object.values(this.counts);
    return countsOf((what) => all.reduce((sum, counts) => sum + counts[what], 0));
  }

  /** Of fronts that had any request. */
  perFront(): Record<Front, Counts> {
    return structuredClone(this.counts);
  }

  reset(): void {
    this.counts = {};
  }
}

const countsOf = (value: (what: Counted) => number): Counts =>
  Object.fromEntries(COUNTED.map((what) => [what, value(what)])) as Counts;
