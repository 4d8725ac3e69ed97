import { Decimal, divide, MAX_SIGNIFICANT_DIGITS, ZERO } from './decimal';

/** One live execution as a position counts it. */
export interface PositionFill {
  /** The journal event that booked it, 24 hex digits; orders executions of the same instant. */
  eventId: string;
  at: Date;
  /** The market's day of `at`, YYYY-MM-DD. */
  day: string;
  /** Signed: sells are negative. */
  quantity: Decimal;
  price: Decimal;
  /**
   * Set for a conversion of product, which is not an execution: the cost that moves with the
   * quantity, with its sign. It realises nothing and counts as neither bought nor sold.
   */
  movedCost?: Decimal;
  /** Present if the price counts in the cost only, and is not used for valuation. */
  doubted?: true;
}

export type FillMark = Pick<PositionFill, 'eventId' | 'at' | 'price'>;

/**
 * The sum of executions in their canonical order: by execution time, and within one instant by the
 * journal event that booked them. A correction keeps the place of the execution it corrects, and a
 * busted execution does not count; so a position is a function of the live executions alone,
 * whatever order they, their busts and their corrections arrived in.
 *
 * Amounts are exact within a Decimal128. Only the remaining cost after a partial close can round,
 * at the 34th digit, and no error remains once the position is flat.
 */
export interface Position {
  /** Signed: negative is short. */
  netQty: Decimal;
  /** Cost of the open quantity at its average price, with the sign of the quantity. */
  cost: Decimal;
  /** Paid for everything bought, less what was received for everything sold. */
  spent: Decimal;
  /** The market's day of the last execution; null before the first. */
  day: string | null;
  /** Of that day. */
  boughtQty: Decimal;
  soldQty: Decimal;
  /** Realised profit at the end of the days before it. */
  realizedBefore: Decimal;
  /** At the end of the days before it; missing in documents of earlier versions. */
  opening?: Pick<Position, 'netQty' | 'spent'>;
  /** The first execution of that day whose price is not in doubt. */
  first: FillMark | null;
  /** The last execution whose price is not in doubt. */
  last: FillMark | null;
  /**
   * The place of the last counted entry, if it is another: a conversion, or a doubted execution.
   */
  end?: Place;
}

/** An execution's place in the canonical order. */
export type Place = Pick<PositionFill, 'at' | 'eventId'>;

export const NO_POSITION: Position = {
  netQty: ZERO,
  cost: ZERO,
  spent: ZERO,
  day: null,
  boughtQty: ZERO,
  soldQty: ZERO,
  realizedBefore: ZERO,
  opening: { netQty: ZERO, spent: ZERO },
  first: null,
  last: null,
};

/** The position after its next execution in the canonical order. */
export function applyFill(position: Position, fill: PositionFill): Position {
  if (fill.movedCost) return applyMove(position, fill, fill.movedCost);
  const { eventId, at, day, quantity, price } = fill;
  const mark: FillMark = { eventId, at, price };
  const { end: _end, ...today } = position.day === day ? position : openDay(position, fill);
  return {
    ...today,
    netQty: kept(today.netQty.plus(quantity)),
    cost: costAfter(today, fill),
    spent: kept(today.spent.plus(quantity.times(price))),
    boughtQty: quantity.gt(0) ? kept(today.boughtQty.plus(quantity)) : today.boughtQty,
    soldQty: quantity.lt(0) ? kept(today.soldQty.minus(quantity)) : today.soldQty,
    first: today.first ?? (fill.doubted ? null : mark),
    last: fill.doubted ? today.last : mark,
    ...(fill.doubted && { end: { at, eventId } }),
  };
}

/** Applies a quantity that moves from or to another product, at its cost. */
function applyMove(position: Position, fill: PositionFill, movedCost: Decimal): Position {
  const { eventId, at, day, quantity } = fill;
  const today = position.day === day ? position : openDay(position, fill);
  const netQty = kept(today.netQty.plus(quantity));
  const isOpen = !netQty.isZero();
  const staysOpen =
    isOpen && (today.netQty.isZero() || today.netQty.isNegative() === netQty.isNegative());
  return {
    ...today,
    netQty,
    cost: staysOpen ? kept(today.cost.plus(movedCost)) : costAfter(today, fill),
    spent: kept(today.spent.plus(movedCost)),
    end: { at, eventId },
  };
}

/** The share of the cost that belongs to a part of the open quantity. */
export const costOf = ({ netQty, cost }: Position, quantity: Decimal): Decimal =>
  quantity.eq(netQty) ? cost : divide(cost.times(quantity), netQty).toDecimalPlaces(MOVED_PLACES);

/** Rounding places, so that the parts that move and stay sum exactly. */
const MOVED_PLACES = 12;

const openDay = (position: Position, { day }: PositionFill): Position => ({
  ...position,
  day,
  boughtQty: ZERO,
  soldQty: ZERO,
  ...closedDay(position),
  first: null,
});

/** Average-cost method: closing takes its share of the cost; crossing zero opens anew. */
function costAfter({ netQty, cost }: Position, { quantity, price }: PositionFill): Decimal {
  const adds = netQty.isZero() || netQty.isNegative() === quantity.isNegative();
  if (adds) return kept(cost.plus(quantity.times(price)));
  const left = netQty.plus(quantity);
  if (left.isZero()) return ZERO;
  const crosses = left.isNegative() !== netQty.isNegative();
  return crosses ? kept(left.times(price)) : divide(cost.times(left), netQty);
}

/**
 * Rounded as the store holds it, so that a fold that resumes from the store gives the same result.
 */
const kept = (value: Decimal): Decimal =>
  value.precision() > MAX_SIGNIFICANT_DIGITS
    ? value.toSignificantDigits(MAX_SIGNIFICANT_DIGITS)
    : value;

/** Of the open quantity; null if nothing is open. */
export const averagePrice = ({ netQty, cost }: Position): Decimal | null =>
  netQty.isZero() ? null : divide(cost, netQty);

export const realizedPnl = ({ cost, spent }: Position): Decimal => kept(cost.minus(spent));

/** Realised on the day of the last execution. */
export const dayRealizedPnl = (position: Position): Decimal =>
  kept(realizedPnl(position).minus(position.realizedBefore));

export const unrealizedPnl = ({ netQty, cost }: Position, lastPx: Decimal): Decimal =>
  kept(netQty.times(lastPx).minus(cost));

/** The position at the beginning of a later day, before any trade of that day. */
export const carriedTo = (position: Position, day: string): Position =>
  position.day === null || position.day >= day
    ? position
    : { ...position, day, boughtQty: ZERO, soldQty: ZERO, first: null, ...closedDay(position) };

/** The net quantity with which a day began. */
export function carriedInto(position: Position, day: string): Decimal {
  const { opening, netQty, boughtQty, soldQty } = carriedTo(position, day);
  return opening?.netQty ?? netQty.minus(boughtQty).plus(soldQty);
}

/** The day's fields at the start of a new day. */
const closedDay = (position: Position) => ({
  realizedBefore: realizedPnl(position),
  opening: { netQty: position.netQty, spent: position.spent },
});

/**
 * Profit of the last execution's day at a price, without the quantity carried over from the day
 * before. Null if that quantity is unknown.
 */
export function dayTradesPnl(position: Position, lastPx: Decimal): Decimal | null {
  const { netQty, spent, opening } = position;
  if (!opening) return null;
  return kept(netQty.minus(opening.netQty).times(lastPx).minus(spent.minus(opening.spent)));
}

/** The place of the last entry that a position counts; null before the first. */
export const endPlace = ({ end, last }: Position): Place | null => end ?? last;

/** Negative if the first comes first in the canonical order. */
export function comparePlaces(one: Place, other: Place): number {
  const time = one.at.getTime() - other.at.getTime();
  if (time !== 0) return time;
  return one.eventId < other.eventId ? -1 : Number(one.eventId > other.eventId);
}
