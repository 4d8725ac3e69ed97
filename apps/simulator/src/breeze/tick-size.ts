import { tickAt } from '@ome/listings';
import { Decimal } from '../exact-decimal';

/** Breeze's codes of the indices that have contracts. */
const INDICES = ['NIFTY', 'CNXBAN', 'NIFFIN', 'NIFSEL', 'NIFNEX', 'BSESEN', 'BSEBAN'];

interface Ticking {
  readonly exchangeCode: string;
  readonly stockCode: string;
  readonly product: string;
}

/** The tick of a contract at a price, by the bands of the official SDK. */
export function bandTick({ exchangeCode, stockCode, product }: Ticking, price: Decimal): Decimal {
  const isIndex = INDICES.includes(stockCode);
  const isOption = product === 'options';
  return new Decimal(tickAt({ exchange: exchangeCode, isIndex, isOption }, price.toNumber()));
}
