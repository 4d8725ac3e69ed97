import type { Decimal } from '../decimal';
import { underlyingOf } from '../underlying';

interface OpenPosition {
  exchange: string;
  symbol: string;
  netQty: Decimal;
}

/** Shorts first; of what is held, only what hedges none of them can be sold at the same moment. */
export interface ClosingStages<T> {
  first: T[];
  /** Held on the underlying of some short: sold only once that is bought back. */
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
