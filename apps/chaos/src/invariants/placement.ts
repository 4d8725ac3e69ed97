import { orderIdsOf } from '../observe/baskets';
import { isForeign } from '../observe/simulator';
import { isWithdrawn } from '../observe/store';
import { eventsOfType, type Invariant } from './invariant';

/** Every acknowledged order exists, and no request made another. */
export const placement: Invariant = {
  name: 'every acknowledged order exists',
  check: ({ placed, baskets, journal, views, ledger }) => {
    const acknowledged = new Set(placed.map(({ orderId }) => orderId));
    const lost = placed.filter(({ orderId }) => !views.has(orderId));
    const ofBaskets = new Set(baskets.views.flatMap(orderIdsOf));
    const unasked = [...journal.keys()].filter(
      (orderId) =>
        !acknowledged.has(orderId) &&
        !ofBaskets.has(orderId) &&
        !ledger.get(orderId)?.some(isForeign),
    );
    return [
      ...lost.map(({ orderId, plan }) => ({ orderId, text: `${plan.key} was acknowledged` })),
      ...unasked.map((orderId) => ({ orderId, text: 'Exists, and was never acknowledged' })),
      ...(acknowledged.size < placed.length
        ? [{ text: `${placed.length} requests became ${acknowledged.size} orders` }]
        : []),
    ];
  },
};

/** An order reached the link exactly once as a new order, or never if it was withdrawn before. */
export const sentOnce: Invariant = {
  name: 'the link has each order exactly once',
  check: ({ journal, ledger, unproved }) => {
    const orders = [...journal].flatMap(([orderId, history]) => {
      const found = ledger.get(orderId)?.length ?? 0;
      if (unproved.has(orderId) && found <= 1) return [];
      const wanted = isWithdrawn(history) ? 0 : 1;
      const text = `The ledger has it ${found} times, and should have it ${wanted} times`;
      return found === wanted ? [] : [{ orderId, text }];
    });
    const strangers = [...ledger.keys()]
      .filter((orderId) => !journal.has(orderId))
      .map((orderId) => ({ orderId, text: 'The ledger has it and the journal does not' }));
    return [...orders, ...strangers];
  },
};

/** A request that the link has acted on is not sent again. */
export const requestsOnce: Invariant = {
  name: 'the link acted on no request twice',
  check: ({ requests }) =>
    requests
      .filter(({ duplicate }) => duplicate)
      .map(({ orderId, clOrdId, type }) => ({ orderId, text: `${type} ${clOrdId} came twice` })),
};

/**
 * An order cancelled before it was sent reached the link only in attempts that the link did not act
 * on, and in no more of them than the journal has.
 */
export const withdrawnUnsent: Invariant = {
  name: 'the link got no order that was cancelled before',
  check: (evidence) =>
    [...evidence.journal.keys()]
      .filter((orderId) => eventsOfType(evidence, orderId, 'CanceledUnsent').length > 0)
      .flatMap((orderId) => {
        const got = evidence.requests.filter((request) => request.orderId === orderId);
        const acted = got.filter(({ done }) => done !== 'notActedOn').length;
        const tries = eventsOfType(evidence, orderId, 'SendStarted').length;
        const text = `The link got ${got.length} requests and acted on ${acted}; the journal has ${tries} attempts`;
        return acted > 0 || got.length > tries ? [{ orderId, text }] : [];
      }),
};
