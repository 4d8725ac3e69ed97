import { Decimal, divide, MAX_SIGNIFICANT_DIGITS, ZERO } from './decimal';

/** One live execution as a position counts it. */
export interface PositionFill {
  /** The journal event that booked it, 24 hex digits; it parts executions of the same instant. */
  eventId: string;
  at: Date;
  /** The market's day of `at`, YYYY-MM-DD. */
  day: string;
  /** Signed: sells are negative. */
  quantity: Decimal;
  price: Decimal;
  /**
   * Of a conversion of product, which is no execution: the cost that moves along with the quantity,
   * signed as that is. It realises nothing and is nothing bought or sold.
   */
  movedCost?: Decimal;
  /** Present where the price counts in the cost alone, and values nothing. */
  doubted?: true;
}

export type FillMark = Pick<PositionFill, 'eventId' | 'at' | 'price'>;

/**
 * What executions add up to, in their canonical order: by the time of execution, and within one
 * instant by the journal event that booked them. Corrections keep the place of what they correct,
 * and what is busted was never there; so a position is a function of the live executions alone,
 * in whatever order they, their busts and their corrections arrived.
 *
 * Amounts are exact as far as a Decimal128 goes. Only the cost of what is left after a part was
 * closed can round, at the 34th digit, and nothing of that remains once the position is flat.
 */
export interface Position {
  /** Signed: negative is short. */
  netQty: Decimal;
  /** What the open quantity cost at its average price, signed as the quantity is. */
  cost: Decimal;
  /** Paid for everything bought, less what was got for everything sold. */
  spent: Decimal;
  /** The market's day of the last execution; null before the first. */
  day: string | null;
  /** Of that day. */
  boughtQty: Decimal;
  soldQty: Decimal;
  /** Realised profit at the end of the days before it. */
  realizedBefore: Decimal;
  /** At the end of the days before it; missing where it was stored before that was kept. */
  opening?: Pick<Position, 'netQty' | 'spent'>;
  /** The first execution of that day whose price is not in doubt. */
  first: FillMark | null;
  /** The last execution whose price is not in doubt. */
  last: FillMark | null;
  /** The place of what was counted last, where that is another: a conversion, or a doubted execution. */
  end?: Place;
}

/** Where an execution stands in the canonical order. */
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

/** A quantity that comes from or goes to another product, at what it cost. */
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

/** How much of the cost goes along with a part of the open quantity. */
export const costOf = ({ netQty, cost }: Position, quantity: Decimal): Decimal =>
  quantity.eq(netQty) ? cost : divide(cost.times(quantity), netQty).toDecimalPlaces(MOVED_PLACES);

/** So that what moves and what stays are exact together. */
const MOVED_PLACES = 12;

const openDay = (position: Position, { day }: PositionFill): Position => ({
  ...position,
  day,
  boughtQty: ZERO,
  soldQty: ZERO,
  ...closedDay(position),
  first: null,
});

/** Average-cost method: closing takes its share of the cost; what crosses zero opens anew. */
function costAfter({ netQty, cost }: Position, { quantity, price }: PositionFill): Decimal {
  const adds = netQty.isZero() || netQty.isNegative() === quantity.isNegative();
  if (adds) return kept(cost.plus(quantity.times(price)));
  const left = netQty.plus(quantity);
  if (left.isZero()) return ZERO;
  const crosses = left.isNegative() !== netQty.isNegative();
  return crosses ? kept(left.times(price)) : divide(cost.times(left), netQty);
}

/** As the store holds it, so that a fold that goes on from there is the same fold. */
const kept = (value: Decimal): Decimal =>
  value.precision() > MAX_SIGNIFICANT_DIGITS
    ? value.toSignificantDigits(MAX_SIGNIFICANT_DIGITS)
    : value;

/** Of the open quantity; null where nothing is open. */
export const averagePrice = ({ netQty, cost }: Position): Decimal | null =>
  netQty.isZero() ? null : divide(cost, netQty);

export const realizedPnl = ({ cost, spent }: Position): Decimal => kept(cost.minus(spent));

/** Realised on the day of the last execution. */
export const dayRealizedPnl = (position: Position): Decimal =>
  kept(realizedPnl(position).minus(position.realizedBefore));

export const unrealizedPnl = ({ netQty, cost }: Position, lastPx: Decimal): Decimal =>
  kept(netQty.times(lastPx).minus(cost));

/** The position at the beginning of a later day: nothing of that day has happened. */
export const carriedTo = (position: Position, day: string): Position =>
  position.day === null || position.day >= day
    ? position
    : { ...position, day, boughtQty: ZERO, soldQty: ZERO, first: null, ...closedDay(position) };

/** What a new day begins with. */
const closedDay = (position: Position) => ({
  realizedBefore: realizedPnl(position),
  opening: { netQty: position.netQty, spent: position.spent },
});

/**
 * Profit of the trades of the day of the last execution, at a price; what was carried over from the
 * day before is no trade of that day. Null where it is not known what that was.
 */
export function dayTradesPnl(position: Position, lastPx: Decimal): Decimal | null {
  const { netQty, spent, opening } = position;
  if (!opening) return null;
  return kept(netQty.minus(opening.netQty).times(lastPx).minus(spent.minus(opening.spent)));
}

/** The place of what a position counts last; null before the first. */
export const endPlace = ({ end, last }: Position): Place | null => end ?? last;

/** Negative where the first comes first in the canonical order. */
export function comparePlaces(one: Place, other: Place): number {
  const time = one.at.getTime() - other.at.getTime();
  if (time !== 0) return time;
  return one.eventId < other.eventId ? -1 : Number(one.eventId > other.eventId);
}
