import {
  type BrokerPosition,
  canonicalProduct,
  type ProductNet,
  ZERO,
  type Decimal,
} from '@ome/domain';
import type { AccountFilter } from '../order-reader';

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
export type ComparedNet = ProductNet;

type Net = Pick<BrokerPosition, 'exchange' | 'symbol' | 'product' | 'netQty'>;

/**
 * Every position that either side knows; an order without a product counts for the default product.
 */
export function compareNets(ours: readonly NetPosition[], theirs: readonly Net[]): ComparedNet[] {
  const nets = new Map<string, ComparedNet>();
  const net = ({ exchange, symbol, product: named }: Net): ComparedNet => {
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
  for (const each of theirs) {
    const known = net(each);
    known.theirs = known.theirs.plus(each.netQty);
  }
  return [...nets.values()];
}
