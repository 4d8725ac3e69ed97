import {
  type BrokerPosition,
  canonicalProduct,
  type ProductNet,
  ZERO,
  type Decimal,
} from '@ome/domain';
import type { BrokerBook, UnreadableRow } from '../broker-book';
import type { AccountFilter } from '../order-reader';
import { unreadRowOf } from '../positions/same-position';

/** Net quantities from our fills. */
export abstract class NetPositions {
  abstract netsOf(link: string, accounts: AccountFilter): Promise<NetPosition[]>;
}

export interface NetPosition {
  symbol: string;
  exchange: string;
  product: string | null;
  netQty: Decimal;
}

/** One instrument in one product: our sum beside the broker's. */
export interface ComparedNet extends Omit<ProductNet, 'theirs'> {
  /** Null if the broker's row cannot be read. */
  theirs: Decimal | null;
}

export interface ComparedNets {
  nets: ComparedNet[];
  unreadable: readonly UnreadableRow[];
}

export const isRead = (net: ComparedNet): net is ProductNet => net.theirs !== null;

type Net = Pick<BrokerPosition, 'exchange' | 'symbol' | 'product' | 'netQty'>;

/**
 * Every position that either side knows; an order without a product counts for the default product.
 */
export function compareNets(
  ours: readonly NetPosition[],
  book: BrokerBook<BrokerPosition>,
): ComparedNets {
  const nets = new Map<string, ProductNet>();
  const net = ({ exchange, symbol, product: named }: Omit<Net, 'netQty'>): ProductNet => {
    const product = canonicalProduct(exchange, named);
    const key = JSON.stringify([exchange, symbol, product]);
    const known = nets.get(key) ?? { exchange, symbol, product, ours: ZERO, theirs: ZERO };
    nets.set(key, known);
    return known;
  };
  for (const each of ours) {
    const known = net(each);
    known.ours = known.ours.plus(each.netQty);
  }
  for (const { ours: row } of book.rows) {
    const known = net(row);
    known.theirs = known.theirs.plus(row.netQty);
  }
  for (const { exchange, symbol } of book.unreadable) {
    if (exchange !== null && symbol !== null) net({ exchange, symbol, product: null });
  }
  const compared = [...nets.values()].map((each) =>
    unreadRowOf(book, each) ? { ...each, theirs: null } : each,
  );
  return { nets: compared, unreadable: book.unreadable };
}
