import { parseExchange } from './instrument';

/** Synonyms of products, found in old orders and brokers' rows. */
const SYNONYMS: Readonly<Record<string, string>> = {
  CASH: 'CNC',
  FUTURES: 'NRML',
  OPTIONS: 'NRML',
};

/** The product that brokers assume if none is named: delivery, or carry-forward. */
export const defaultProduct = (exchange: string): 'CNC' | 'NRML' =>
  ['NSE', 'BSE'].includes(parseExchange(exchange) ?? '') ? 'CNC' : 'NRML';

/** Whether shares of this product are delivered, and then kept in the broker's holdings. */
export const isDelivery = (exchange: string, product: string | null): boolean =>
  canonicalProduct(exchange, product) === 'CNC';

/** One name for a product, however an order, a position or a broker's row names it or omits it. */
export function canonicalProduct(exchange: string, product: string | null): string {
  const named = product?.toUpperCase();
  return named ? (SYNONYMS[named] ?? named) : defaultProduct(exchange);
}

const STANDARD: ReadonlySet<string> = new Set(['CNC', 'MIS', 'NRML', 'MTF', 'CO', 'BO']);

/** Names that a product may be stored under, the given one first: synonyms in either case. */
export function namesOfProduct(product: string): string[] {
  const named = product.toUpperCase();
  const canonical = SYNONYMS[named] ?? standardProduct(product);
  const synonyms = Object.keys(SYNONYMS).filter((name) => SYNONYMS[name] === canonical);
  return [
    ...new Set([product, canonical, ...synonyms.flatMap((name) => [name, name.toLowerCase()])]),
  ];
}

/** Standard products in capitals, whatever their case; a link's own words stay unchanged. */
export function standardProduct<Product extends string | null | undefined>(
  product: Product,
): Product | string {
  const named = product?.toUpperCase();
  return named !== undefined && STANDARD.has(named) ? named : product;
}
