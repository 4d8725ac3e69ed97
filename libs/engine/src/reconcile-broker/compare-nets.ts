import {
  type BrokerPosition,
  canonicalProduct,
  Decimal,
  type DeliveryNet,
  type ProductNet,
  ZERO,
} from '@ome/domain';
import type { BrokerBook, UnreadableRow } from '../broker-book';
import type { AccountFilter } from '../order-reader';
import { unreadRowOf } from '../positions/same-position';

/** Net quantities from our fills. */
export abstract class NetPositions {
  /** @param day the market's, YYYY-MM-DD */
  abstract netsOf(link: string, accounts: AccountFilter, day: string): Promise<NetPosition[]>;
}

export interface NetPosition {
  symbol: string;
  exchange: string;
  product: string | null;
  netQty: Decimal;
  /** With which the day began. */
  carried: Decimal;
}

/** One instrument in one product: our sum beside the broker's. */
export interface ComparedNet extends Omit<ProductNet, 'theirs'> {
  /** What only shares in the broker's holdings are compared by. */
  delivery: Omit<DeliveryNet, 'exchange' | 'symbol' | 'theirs'>;
  /** Null if the broker's row cannot be read. */
  theirs: Decimal | null;
}

export interface ComparedNets {
  nets: ComparedNet[];
  unreadable: readonly UnreadableRow[];
}

export type ReadNet = ComparedNet & ProductNet;

export const isRead = (net: ComparedNet): net is ReadNet => net.theirs !== null;

type Net = Pick<BrokerPosition, 'exchange' | 'symbol' | 'product' | 'netQty'>;

/**
 * Every position that either side knows; an order without a product counts for the default product.
 */
export function compareNets(
  ours: readonly NetPosition[],
  book: BrokerBook<BrokerPosition>,
): ComparedNets {
  const nets = new Map<string, ReadNet>();
  const net = ({ exchange, symbol, product: named }: Omit<Net, 'netQty'>): ReadNet => {
    const product = canonicalProduct(exchange, named);
    const key = JSON.stringify([exchange, symbol, product]);
    const delivery = { carried: ZERO, carriedThere: ZERO, soldToday: ZERO };
    const none = { exchange, symbol, product, ours: ZERO, theirs: ZERO, delivery };
    const known = nets.get(key) ?? none;
    nets.set(key, known);
    return known;
  };
  for (const each of ours) {
    const known = net(each);
    known.ours = known.ours.plus(each.netQty);
    known.delivery.carried = known.delivery.carried.plus(each.carried);
  }
  for (const { ours: row } of book.rows) {
    const known = net(row);
    known.theirs = known.theirs.plus(row.netQty);
    const { delivery } = known;
    delivery.carriedThere = delivery.carriedThere.plus(row.carried ?? ZERO);
    delivery.soldToday = delivery.soldToday.plus(soldToday(row));
  }
  for (const { exchange, symbol } of book.unreadable) {
    if (exchange !== null && symbol !== null) net({ exchange, symbol, product: null });
  }
  const compared = [...nets.values()].map((each) =>
    unreadRowOf(book, each) ? { ...each, theirs: null } : each,
  );
  return { nets: compared, unreadable: book.unreadable };
}

const soldToday = ({ soldToday: said, netQty }: BrokerPosition): Decimal =>
  said ?? Decimal.max(netQty.negated(), ZERO);
