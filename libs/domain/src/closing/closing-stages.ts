import type { Decimal } from '../decimal';
import { underlyingOf } from '../underlying';

interface OpenPosition {
  exchange: string;
  symbol: string;
  netQty: Decimal;
}

/** Shorts first; of the longs, only those that hedge none of them may be sold at the same time. */
export interface ClosingStages<T> {
  first: T[];
  /** Longs on the underlying of a short: sold only after the short is bought back. */
  hedges: T[];
}

export function closingStages<T extends OpenPosition>(positions: readonly T[]): ClosingStages<T> {
  const shorts = new Set(
    positions.filter(({ netQty }) => netQty.isNegative()).map((short) => underlyingOf(short)),
  );
  const isHedge = (position: T): boolean =>
    position.netQty.gt(0) && shorts.has(underlyingOf(position));
  const first = positions.filter((position) => !isHedge(position));
  return {
    first: first.toSorted((one, other) => one.netQty.s - other.netQty.s),
    hedges: positions.filter(isHedge),
  };
}
