import { isEqual } from '../equal';
import { isForeign } from '../observe/simulator';
import type { Invariant } from './invariant';

/** Orders that others placed at a broker are adopted, once each. */
export const othersAdopted: Invariant = {
  name: 'orders of others at brokers are adopted once',
  check: ({ ledger, journal }) =>
    [...ledger].flatMap(([orderId, orders]) => {
      if (!orders.some(isForeign)) return [];
      const history = journal.get(orderId) ?? [];
      const isAdopted = history[0]?.origin === 'venue' && orders.length === 1;
      const text = `It is known as ${history[0]?.origin ?? 'nothing'}`;
      return isAdopted ? [] : [{ orderId, text }];
    }),
};

/** The brokers' positions equal the sum of our fills and conversions. */
export const positionsAgree: Invariant = {
  name: 'positions agree with the brokers, per product',
  check: ({ nets }) =>
    nets.flatMap(({ broker, held, theirs, ours }) =>
      isEqual(theirs, ours)
        ? []
        : [{ text: `${broker} has ${theirs} of ${held}, we have ${ours}` }],
    ),
};
