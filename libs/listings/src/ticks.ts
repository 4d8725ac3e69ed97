/** Bands of prices and their ticks, by the upper end of each band, which is not in it. */
type Bands = readonly (readonly [below: number, tick: string])[];

const SHARES: Bands = [
  [250, '0.01'],
  [1_000, '0.05'],
  [5_000, '0.1'],
  [10_000, '0.5'],
  [20_000, '1'],
  [Infinity, '5'],
];
const INDEX_FUTURES: Bands = [
  [15_000, '0.05'],
  [30_000, '0.1'],
  [Infinity, '0.2'],
];
const BSE_SHARES: Bands = [
  [100.01, '0.01'],
  [Infinity, '0.05'],
];
const ALL_ALIKE: Bands = [[Infinity, '0.05']];

export interface Ticking {
  readonly exchange: string;
  readonly isIndex: boolean;
  readonly isOption: boolean;
}

/** The tick of an instrument at a price, by the bands of the exchanges. */
export function tickAt(of: Ticking, price: number): string {
  return bandsOf(of).find(([below]) => price < below)![1];
}

function bandsOf({ exchange, isIndex, isOption }: Ticking): Bands {
  if (exchange === 'BSE' || exchange === 'BFO') return isIndex ? ALL_ALIKE : BSE_SHARES;
  if (isOption) return ALL_ALIKE;
  return isIndex ? INDEX_FUTURES : SHARES;
}
