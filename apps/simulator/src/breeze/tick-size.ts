import { Decimal } from '../exact-decimal';

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

/** Breeze's codes of the indices that have contracts. */
const INDICES = ['NIFTY', 'CNXBAN', 'NIFFIN', 'NIFSEL', 'NIFNEX', 'BSESEN', 'BSEBAN'];

/** The tick of a contract at a price, by the bands of the official SDK. */
export function bandTick(
  {
    exchangeCode,
    stockCode,
    product,
  }: { readonly exchangeCode: string; readonly stockCode: string; readonly product: string },
  price: Decimal,
): Decimal {
  const isIndex = INDICES.includes(stockCode);
  const [, tick] = bandsOf(exchangeCode, product, isIndex).find(([below]) => price.lt(below))!;
  return new Decimal(tick);
}

function bandsOf(exchange: string, product: string, isIndex: boolean): Bands {
  if (exchange === 'BSE' || exchange === 'BFO') return isIndex ? ALL_ALIKE : BSE_SHARES;
  if (product === 'options') return ALL_ALIKE;
  return isIndex ? INDEX_FUTURES : SHARES;
}
