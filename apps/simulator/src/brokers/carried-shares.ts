import { Decimal, ZERO } from '../exact-decimal';
import type { BrokerAccount } from './broker-account';
import type { BrokerLedger } from './broker-ledger';
import type { BrokerOrder } from './broker-order';
import { DAY_MS, startOfDay } from './indian-time';
import { type Labelled, type Position, positionsOf } from './positions';

/** Shares of one contract that were bought before today, and are no position any more. */
export interface CarriedShares<T extends BrokerOrder> {
  /** The first order of the contract. */
  order: T;
  quantity: Decimal;
  averagePrice: Decimal;
  /** Of the quantity, what was bought on the day before, and is not delivered yet. */
  arriving: Decimal;
  soldToday: Decimal;
}

/**
 * What the change of day makes of positions: those in the delivery product move to the holdings.
 * Today's sales are still in the quantities.
 */
export function carriedShares<T extends BrokerOrder>(
  book: BrokerLedger,
  account: BrokerAccount,
  now: Date,
  labelOf: (order: T) => Labelled,
  delivery: string,
): CarriedShares<T>[] {
  const today = startOfDay(now);
  const yesterday = new Date(today.getTime() - DAY_MS);
  const positions = (since: Date): Map<string, Position<T>> => {
    const isBefore = ({ at }: { at: Date }): boolean => at < today;
    const orders = book.ordersOf<T>(account, since).filter(isBefore);
    return positionsOf(orders, book.conversionsOf(account, since).filter(isBefore), labelOf);
  };
  const recent = positions(yesterday);
  const ofToday = positionsOf(book.ordersOf<T>(account), book.conversionsOf(account), labelOf);
  return [...positions(new Date(0))]
    .filter(([, { product, netQty }]) => product === delivery && netQty.greaterThan(0))
    .map(([key, { order, netQty: quantity, netAvg: averagePrice }]) => {
      const arriving = Decimal.max(Decimal.min(quantity, recent.get(key)?.netQty ?? ZERO), ZERO);
      const soldToday = ofToday.get(key)?.sellQty ?? ZERO;
      return { order, quantity, averagePrice, arriving, soldToday };
    });
}
