import { parseExchange } from './instrument';

/** The words in which Breeze calls products. */
const BREEZE_WORDS: Readonly<Record<string, string>> = {
  CASH: 'CNC',
  FUTURES: 'NRML',
  OPTIONS: 'NRML',
};

/** What brokers place an order as that names no product: to be delivered, or carried forward. */
const defaultProduct = (exchange: string): string =>
  ['NSE', 'BSE'].includes(parseExchange(exchange) ?? '') ? 'CNC' : 'NRML';

/** One name for a product however an order, a position or a broker's row names it, or where none does. */
export function canonicalProduct(exchange: string, product: string | null): string {
  const named = product?.toUpperCase();
  return named ? (BREEZE_WORDS[named] ?? named) : defaultProduct(exchange);
}
