import { parseExchange } from './instrument';

/** Other words for products, which old orders and rows of brokers have. */
const SYNONYMS: Readonly<Record<string, string>> = {
  CASH: 'CNC',
  FUTURES: 'NRML',
  OPTIONS: 'NRML',
};

/** What brokers place an order as that names no product: to be delivered, or carried forward. */
export const defaultProduct = (exchange: string): 'CNC' | 'NRML' =>
  ['NSE', 'BSE'].includes(parseExchange(exchange) ?? '') ? 'CNC' : 'NRML';

/** One name for a product however an order, a position or a broker's row names it, or where none does. */
export function canonicalProduct(exchange: string, product: string | null): string {
  const named = product?.toUpperCase();
  return named ? (SYNONYMS[named] ?? named) : defaultProduct(exchange);
}

const STANDARD: ReadonlySet<string> = new Set(['CNC', 'MIS', 'NRML', 'MTF', 'CO', 'BO']);

/** The standard products in capitals, however they are written; the words of a link stay as they are. */
export function standardProduct<Product extends string | null | undefined>(
  product: Product,
): Product | string {
  const named = product?.toUpperCase();
  return named !== undefined && STANDARD.has(named) ? named : product;
}
