import { type LimitScope, nettingKey } from '@ome/domain';
import {
  type CounterLimits,
  type CounterRule,
  NOT_REDUCING,
  type Rechecked,
  type ReducingClaim,
  type Reservation,
} from '@ome/engine';
import type { mongo } from 'mongoose';
import { amount, type CounterDocument, mark, SECOND_MS } from './counter.document';

/** The MongoDB update that drops expired entries, decides, and counts the request if it passes. */
export function reserving(reservation: Reservation): mongo.Document[] {
  const { key, orderId, exchange, symbol, seq, value, lastPrice, content, limits } = reservation;
  const { reducing } = reservation;
  const isNew = { $not: [{ $in: [{ $literal: key }, '$recent.key'] }] };
  const literal = (of: unknown) => ({ $literal: of });
  const own = { $getField: { field: literal(orderId), input: '$orders' } };
  const passed = { $eq: ['$verdict', null] };
  const counts = limits.maxOpenOrders !== undefined || limits.maxExposure !== undefined;
  const kept = Math.max(SECOND_MS, limits.repeatWindowMs?.most ?? 0);
  const reserved = {
    exchange: literal(exchange),
    symbol: literal(symbol),
    seq: literal(seq),
    at: '$$NOW',
    // Reserves the larger value, as either the replace or the original may take effect.
    value: { $max: [amount(value), { $getField: { field: 'value', input: own } }] },
    lastPrice: literal(lastPrice && amount(lastPrice)),
    mark: literal(mark()),
  };
  const request = {
    key: literal(key),
    exchange: literal(exchange),
    symbol: literal(symbol),
    content: literal(limits.repeatWindowMs ? content : null),
    at: '$$NOW',
    until: { $add: ['$$NOW', kept] },
  };
  return [
    {
      $set: {
        orders: { $ifNull: ['$orders', {}] },
        ...(reducing && {
          reducing: { $ifNull: ['$reducing', {}] },
          releases: { $ifNull: ['$releases', 0] },
        }),
        recent: {
          $filter: {
            input: { $ifNull: ['$recent', []] },
            cond: { $gt: ['$$this.until', '$$NOW'] },
          },
        },
      },
    },
    { $set: { verdict: { $switch: { branches: branches(reservation), default: null } } } },
    {
      $set: {
        recent: {
          $cond: [
            { $and: [passed, isNew, isTimed(limits)] },
            { $concatArrays: ['$recent', [request]] },
            '$recent',
          ],
        },
        ...(counts && {
          orders: {
            $cond: [
              passed,
              { $setField: { field: literal(orderId), input: '$orders', value: reserved } },
              '$orders',
            ],
          },
        }),
        ...(reducing && { reducing: { $cond: [passed, taking(reducing, seq), '$reducing'] } }),
      },
    },
  ];
}

/**
 * The MongoDB update that checks an order that counts already against all others, and may give it
 * up. Its entry stays, without counting, so that nobody counts it again until the order is closed.
 */
export function rechecking(reservation: Rechecked, giveUp: boolean): mongo.Document[] {
  const { orderId, value, limits } = reservation;
  const own = { $getField: { field: { $literal: orderId }, input: '$orders' } };
  const broken = (rule: CounterRule, isAbove: object) => ({
    case: isAbove,
    then: { $literal: rule },
  });
  const cases: object[] = [];
  if (limits.maxOpenOrders) {
    const { scope, most } = limits.maxOpenOrders;
    const others = { $size: othersIn(scope, orderId, reservation) };
    cases.push(broken('maxOpenOrders', { $gte: [others, most] }));
  }
  if (limits.maxExposure) {
    const { scope, most } = limits.maxExposure;
    const others = othersIn(scope, orderId, reservation);
    const mine = { $max: [amount(value), { $getField: { field: 'value', input: own } }] };
    const total = { $add: [{ $sum: { $map: { input: others, in: '$$this.v.value' } } }, mine] };
    cases.push(broken('maxExposure', { $gt: [total, amount(most)] }));
  }
  const passed = { $eq: ['$verdict', null] };
  const isGivenUp = { $eq: [{ $getField: { field: 'givenUp', input: own } }, true] };
  const withOwn = (value: object) => ({
    $setField: { field: { $literal: orderId }, input: '$orders', value },
  });
  const regained = withOwn({ $mergeObjects: [own, { givenUp: false }] });
  const givenUp = withOwn({ $mergeObjects: [unreserved(reservation), own, { givenUp: true }] });
  return [
    { $set: { orders: { $ifNull: ['$orders', {}] }, recent: { $ifNull: ['$recent', []] } } },
    { $set: { verdict: { $switch: { branches: cases, default: null } } } },
    {
      $set: {
        orders: {
          $switch: {
            branches: [
              { case: { $and: [passed, isGivenUp] }, then: regained },
              { case: { $and: [{ $not: [passed] }, giveUp] }, then: givenUp },
            ],
            default: '$orders',
          },
        },
      },
    },
  ];
}

/** The entry of an order without a reservation. */
const unreserved = ({ exchange, symbol, value }: Rechecked) => ({
  exchange: { $literal: exchange },
  symbol: { $literal: symbol },
  value: amount(value),
  lastPrice: null,
  seq: 1,
  mark: { $literal: mark() },
  at: '$$NOW',
});

/** Keeps the larger reservation of an order and its pending replaces. */
function taking({ reducer, quantity }: ReducingClaim, seq: number): object {
  const { orderId, side } = reducer;
  const own = { $getField: { field: { $literal: orderId }, input: '$reducing' } };
  const taken = {
    position: { $literal: nettingKey(reducer) },
    side: { $literal: side },
    quantity: { $max: [amount(quantity), { $getField: { field: 'quantity', input: own } }] },
    seq: { $literal: seq },
    at: '$$NOW',
    mark: { $literal: mark() },
  };
  return { $setField: { field: { $literal: orderId }, input: '$reducing', value: taken } };
}

/** Whether the position is too small, or the claim was computed too long ago. */
function exceeds({ reducer, quantity, closable, releases }: ReducingClaim): object {
  const others = {
    $filter: {
      input: { $objectToArray: '$reducing' },
      cond: {
        $and: [
          { $ne: ['$$this.k', { $literal: reducer.orderId }] },
          { $eq: ['$$this.v.position', { $literal: nettingKey(reducer) }] },
          { $eq: ['$$this.v.side', { $literal: reducer.side }] },
        ],
      },
    },
  };
  const taken = { $sum: { $map: { input: others, in: '$$this.v.quantity' } } };
  return {
    $or: [
      { $ne: ['$releases', releases] },
      { $gt: [{ $add: [taken, amount(quantity)] }, amount(closable)] },
    ],
  };
}

function branches(reservation: Reservation) {
  const { key, orderId, exchange, symbol, value, content, limits, reducing } = reservation;
  const own = { $getField: { field: { $literal: orderId }, input: '$orders' } };
  const isReserved = { $eq: [{ $type: own }, 'object'] };
  const { maxOrdersPerSecond, repeatWindowMs, maxOpenOrders, maxExposure } = limits;
  const all: { case: object; then: CounterDocument['verdict'] }[] = [];
  if (reducing) all.push({ case: exceeds(reducing), then: NOT_REDUCING });
  if (maxOrdersPerSecond) {
    const since = { $subtract: ['$$NOW', SECOND_MS] };
    const sent = recentWhere({ $gt: ['$$this.at', since] }, is('exchange', exchange), isOther(key));
    const full = { $gte: [{ $size: sent }, maxOrdersPerSecond.most] };
    all.push({ case: full, then: 'maxOrdersPerSecond' });
  }
  if (repeatWindowMs && content !== null) {
    const since = { $subtract: ['$$NOW', repeatWindowMs.most] };
    const same = recentWhere({ $gt: ['$$this.at', since] }, is('content', content), isOther(key));
    all.push({ case: { $gt: [{ $size: same }, 0] }, then: 'repeatWindowMs' });
  }
  if (maxOpenOrders && !reducing) {
    const others = { $size: othersIn(maxOpenOrders.scope, orderId, { exchange, symbol }) };
    const full = { $gte: [others, maxOpenOrders.most] };
    all.push({ case: { $and: [{ $not: [isReserved] }, full] }, then: 'maxOpenOrders' });
  }
  if (maxExposure && !reducing) {
    const others = othersIn(maxExposure.scope, orderId, { exchange, symbol });
    const total = { $sum: { $map: { input: others, in: '$$this.v.value' } } };
    const above = { $gt: [{ $add: [total, amount(value)] }, amount(maxExposure.most)] };
    // A replace within the reserved value always passes, so that a client can reduce its risk.
    const before = { $ifNull: [{ $getField: { field: 'value', input: own } }, 0] };
    const raises = { $gt: [amount(value), before] };
    all.push({ case: { $and: [raises, above] }, then: 'maxExposure' });
  }
  return all.map(({ case: condition, then }) => ({ case: condition, then: { $literal: then } }));
}

const is = (field: string, value: string) => ({ $eq: [`$$this.${field}`, { $literal: value }] });

/** Whether the time of the request matters. */
const isTimed = ({ maxOrdersPerSecond, repeatWindowMs }: CounterLimits): boolean =>
  maxOrdersPerSecond !== undefined || repeatWindowMs !== undefined;

/** A request that is counted already does not count against itself. */
const isOther = (key: string) => ({ $ne: ['$$this.key', { $literal: key }] });

const recentWhere = (...conditions: object[]) => ({
  $filter: { input: '$recent', cond: { $and: conditions } },
});

/** Reservations of other orders within the scope of the limit: the exchange, the symbol, or all. */
function othersIn(
  scope: LimitScope,
  orderId: string,
  { exchange, symbol }: { exchange: string; symbol: string },
) {
  return {
    $filter: {
      input: { $objectToArray: '$orders' },
      cond: {
        $and: [
          { $ne: ['$$this.k', orderId] },
          { $ne: ['$$this.v.givenUp', true] },
          ...(scope.exchange !== null
            ? [{ $eq: ['$$this.v.exchange', { $literal: exchange }] }]
            : []),
          ...(scope.symbol !== null ? [{ $eq: ['$$this.v.symbol', { $literal: symbol }] }] : []),
        ],
      },
    },
  };
}
