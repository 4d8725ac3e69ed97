import { Decimal, decimal, Side } from '@ome/domain';
import type { Quote } from '@ome/engine';
import { BrokerFault } from '../broker/broker-fault';
import type { BreezeContract } from './breeze-contract';

/** The maximum distance of a limit from the last price: the larger of the two. */
interface Protection {
  /** As a fraction of the price. */
  share: Decimal;
  /** In rupees. */
  minimum: Decimal;
}

/** The margins that the broker's SDK uses when it turns market orders into limit orders. */
const PROTECTION: Readonly<Record<BreezeContract['product'], Protection>> = {
  options: { share: decimal('0.1'), minimum: decimal(5) },
  futures: { share: decimal('0.015'), minimum: decimal('0.05') },
  cash: { share: decimal('0.03'), minimum: decimal('0.05') },
};

/** The constraints on a limit. */
export type PriceBounds = Pick<Quote, 'lowerCircuit' | 'upperCircuit' | 'tickSize'>;

/**
 * The limit given to a market or stop order that has none: the reference price and a margin, within
 * the circuit limits, on a tick. Rounds towards the reference.
 * @param reference the last price, or the stop price
 * @throws BrokerFault without a reference price or tick size
 */
export function protectedLimit(
  product: BreezeContract['product'],
  side: Side,
  reference: Decimal,
  { lowerCircuit, upperCircuit, tickSize }: PriceBounds,
): Decimal {
  if (!reference.gt(0)) {
    throw new BrokerFault('rejected', 'There is no last price', 'send a limit order');
  }
  if (!tickSize) {
    const remedy = 'import the contract file of Breeze, or send a limit order';
    throw new BrokerFault('rejected', 'The tick size is not known', remedy);
  }
  const { share, minimum } = PROTECTION[product];
  const margin = Decimal.max(reference.mul(share), minimum);
  if (side === Side.Buy) {
    const highest = reference.plus(margin);
    const limit = upperCircuit ? Decimal.min(highest, upperCircuit) : highest;
    return limit.toNearest(tickSize, Decimal.ROUND_DOWN);
  }
  // The smallest price is the lowest limit possible.
  const lowest = Decimal.max(reference.minus(margin), tickSize);
  const limit = lowerCircuit ? Decimal.max(lowest, lowerCircuit) : lowest;
  return limit.toNearest(tickSize, Decimal.ROUND_UP);
}
