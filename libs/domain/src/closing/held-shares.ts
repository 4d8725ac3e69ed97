import { Decimal, ZERO } from '../decimal';

/** A name of an instrument at one exchange. */
interface Listed {
  exchange: string;
  symbol: string;
}

/**
 * Shares of a client that the broker no longer shows as a position: its position book has what was
 * traded today, its holdings what was there before. Quantities are those before today's sales.
 */
export interface HeldShares {
  /** The same shares at each exchange that they may be sold at. */
  names: readonly Listed[];
  /** All of them, pledged ones and those that may not be sold now too. */
  owned: Decimal;
  /** Those that may be sold. */
  free: Decimal;
  /** Of the free ones, what was sold today or is blocked by orders, in one sum. */
  used: Decimal;
  /** Bought and not delivered yet; may include what was bought today. */
  arriving: Decimal;
}

/** What is carried and traded in the delivery product of one instrument by a session. */
export interface DeliveryNet extends Listed {
  /** By our journal, from the days before. */
  carried: Decimal;
  /** By the position book: signed, of today, with what it carries itself. */
  theirs: Decimal;
  /** By the position book: in the net quantity already, from the days before. */
  carriedThere: Decimal;
  /** By the position book. */
  soldToday: Decimal;
}

/**
 * How much of what our journal carried into the day the broker's holdings have beside the position
 * book.
 */
export interface HeldBeside {
  /** Certainly, and free to be sold: how much may be closed is decided by this. */
  atLeast: Decimal;
  /** At most: less than that is a difference between the books. */
  atMost: Decimal;
}

/**
 * Never more than our journal carried: other shares are the client's own, so a sale of today that we
 * do not know of is missed in the sum, however much else is held.
 *
 * Nothing counts twice: the position book has today's sales as negative, so those are not taken from
 * the holdings again, and only what is used beyond them is. Where a broker reduces its holdings by
 * today's sales at once, that counts them twice in `atLeast`, and so it is not in `atMost`. Shares
 * belong to one client at all exchanges: what is carried under another name, or was sold beyond that
 * under it, is not there for this one.
 */
export function heldBeside(
  net: DeliveryNet,
  others: readonly DeliveryNet[],
  holdings: readonly HeldShares[],
): HeldBeside {
  const own = holdings.filter(({ names }) => names.some((name) => isSame(name, net)));
  const names = own.flatMap((shares) => shares.names);
  const elsewhere = others.filter(
    (other) => !isSame(other, net) && names.some((name) => isSame(name, other)),
  );
  const all = [net, ...elsewhere];
  const sum = (values: Decimal[]): Decimal => values.reduce((total, one) => total.plus(one), ZERO);
  const of = (field: 'owned' | 'free' | 'used' | 'arriving') =>
    sum(own.map((shares) => shares[field]));
  const sold = sum(all.map(({ soldToday }) => soldToday));
  const bought = sum(all.map(({ theirs }) => notBelow0(theirs)));
  const claimed = sum(
    elsewhere.map(({ carried, theirs }) => Decimal.max(carried, theirs.negated(), ZERO)),
  );
  const free = of('free')
    .plus(notBelow0(of('arriving').minus(bought)))
    .minus(notBelow0(of('used').minus(sold)))
    .minus(claimed);
  const upTo = (held: Decimal): Decimal =>
    notBelow0(Decimal.min(net.carried, held).minus(net.carriedThere));
  return { atLeast: upTo(free), atMost: upTo(of('owned').plus(of('arriving')).plus(sold)) };
}

const notBelow0 = (value: Decimal): Decimal => Decimal.max(value, ZERO);

const isSame = (one: Listed, other: Listed): boolean =>
  one.exchange === other.exchange && one.symbol === other.symbol;
