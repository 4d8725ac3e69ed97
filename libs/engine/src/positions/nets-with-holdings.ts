import {
  type BrokerPosition,
  type DeliveryNet,
  heldBeside,
  type HeldBeside,
  isDelivery,
} from '@ome/domain';
import { type BrokerBook, recordsOf } from '../broker-book';
import type { BrokerLink } from '../broker-ports';
import {
  type ComparedNet,
  type ComparedNets,
  compareNets,
  isRead,
  type NetPosition,
  type ReadNet,
} from '../reconcile-broker/compare-nets';
import { isOfInstrument } from './same-position';

/**
 * Every position that either side knows, with what the broker has of it in its position book and its
 * holdings together. The holdings are only asked for where the position book has less than we do of
 * what was carried.
 */
export async function netsWithHoldings(
  broker: Pick<BrokerLink, 'heldShares'>,
  ours: readonly NetPosition[],
  book: BrokerBook<BrokerPosition>,
  bound: keyof HeldBeside,
): Promise<ComparedNets> {
  const { nets, unreadable } = compareNets(ours, book);
  const read = nets.filter(isRead);
  const moved = new Set<ComparedNet>(read.filter(isMoved));
  if (moved.size === 0) return { nets, unreadable };
  const held = await broker.heldShares();
  const deliveries = read.filter(isOfDelivery).map(deliveryOf);
  const withShares = (net: ReadNet): ComparedNet => {
    const beside = heldBeside(deliveryOf(net), deliveries, recordsOf(held))[bound];
    const theirs = net.theirs.plus(beside);
    const hidden = held.unreadable.some((row) => row.symbol === null || isOfInstrument(row, net));
    return { ...net, theirs: hidden && theirs.lt(net.ours) ? null : theirs };
  };
  return {
    nets: nets.map((net) => (moved.has(net) && isRead(net) ? withShares(net) : net)),
    unreadable: [...unreadable, ...held.unreadable],
  };
}

const isOfDelivery = ({ exchange, product }: ComparedNet): boolean => isDelivery(exchange, product);

/** Carried, and missing in the position book: the broker keeps it as shares by now. */
const isMoved = (net: ReadNet): boolean =>
  isOfDelivery(net) && net.delivery.carried.gt(0) && net.theirs.lt(net.ours);

const deliveryOf = ({ exchange, symbol, theirs, delivery }: ReadNet): DeliveryNet => ({
  exchange,
  symbol,
  theirs,
  ...delivery,
});
