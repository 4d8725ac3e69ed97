import { basketsEnd, basketsExist, hedgedFirst, unwoundFlat, unwoundInOrder } from './baskets';
import { limitsKept, numbersAgree, secretsKept } from './brokers';
import { announced, feedExact } from './events-out';
import { fillsOnce, tradePostInOrder } from './fills';
import type { Invariant } from './invariant';
import { othersAdopted, positionsAgree } from './meddling';
import { placement, requestsOnce, sentOnce, withdrawnUnsent } from './placement';
import { cancelsEnd, replacesEnd, sequence, stateAgrees } from './state';

/** The engine refused no report of the link. */
const reportsTaken: Invariant = {
  name: 'no report was refused',
  check: ({ reportsRefused }) =>
    reportsRefused === 0 ? [] : [{ text: `${reportsRefused} reports were refused` }],
};

/** The read models match the journal; the rebuild command names differences. */
const rebuildSame: Invariant = {
  name: 'a rebuild finds no difference',
  check: ({ rebuild }) =>
    rebuild.slice(0, -1).map((text) => ({ text, orderId: /[0-9a-f]{24}/.exec(text)?.[0] })),
};

/** Everything that must hold, whatever was done to the engine. */
export const invariants: readonly Invariant[] = [
  placement,
  sentOnce,
  requestsOnce,
  withdrawnUnsent,
  fillsOnce,
  stateAgrees,
  sequence,
  cancelsEnd,
  replacesEnd,
  reportsTaken,
  announced,
  feedExact,
  tradePostInOrder,
  numbersAgree,
  othersAdopted,
  positionsAgree,
  limitsKept,
  secretsKept,
  basketsExist,
  hedgedFirst,
  basketsEnd,
  unwoundFlat,
  unwoundInOrder,
  rebuildSame,
];
