import { Decimal, ZERO } from '../exact-decimal';

/** What decides the margin of a quantity at a price. */
export interface MarginTerms {
  readonly kind: 'share' | 'future' | 'option';
  readonly side: '1' | '2';
  readonly quantity: Decimal;
  readonly price: Decimal;
  /** Of options. */
  readonly strike: Decimal | null;
  /** Shares may be paid in full, or in part: within the day, or with the broker's money. */
  readonly product: 'delivery' | 'intraday' | 'financed';
}

/** Money that is blocked, by what it is blocked for. */
export interface Margin {
  readonly cash: Decimal;
  readonly span: Decimal;
  readonly exposure: Decimal;
  readonly premium: Decimal;
}

export const NO_MARGIN: Margin = { cash: ZERO, span: ZERO, exposure: ZERO, premium: ZERO };

/** Parts of the value; the exchange's own scenarios are not simulated. */
const RATES = {
  delivery: new Decimal(1),
  intraday: new Decimal('0.2'),
  financed: new Decimal('0.25'),
  span: new Decimal('0.1'),
  exposure: new Decimal('0.02'),
};

/** What a quantity blocks if it opens a position. */
export function marginOf({ kind, side, quantity, price, strike, product }: MarginTerms): Margin {
  const value = quantity.times(price);
  if (kind === 'share') {
    const isCovered = side === '2' && product === 'delivery';
    return { ...NO_MARGIN, cash: isCovered ? ZERO : value.times(RATES[product]) };
  }
  if (kind === 'option' && side === '1') return { ...NO_MARGIN, premium: value };
  const exposed = kind === 'option' && strike ? quantity.times(strike) : value;
  const [span, exposure] = [exposed.times(RATES.span), exposed.times(RATES.exposure)];
  return { ...NO_MARGIN, span, exposure };
}

export function sumOf(margins: readonly Margin[]): Margin {
  return margins.reduce(
    (sum, { cash, span, exposure, premium }) => ({
      cash: sum.cash.plus(cash),
      span: sum.span.plus(span),
      exposure: sum.exposure.plus(exposure),
      premium: sum.premium.plus(premium),
    }),
    NO_MARGIN,
  );
}

export const totalOf = ({ cash, span, exposure, premium }: Margin): Decimal =>
  cash.plus(span).plus(exposure).plus(premium);

/** A position or an open order, by contract and product. */
export interface Engagement {
  readonly key: string;
  readonly terms: MarginTerms;
}

/** What positions and open orders block; an order that closes a position blocks nothing for it. */
export function blockedBy(positions: readonly Engagement[], orders: readonly Engagement[]): Margin {
  const held = new Map<string, Decimal>();
  for (const { key, terms } of positions) held.set(key, signed(terms));
  const opening = orders.map(({ key, terms }) => {
    const position = held.get(key) ?? ZERO;
    const closes = position.isPositive() === (terms.side === '2') && !position.isZero();
    const closed = closes ? Decimal.min(position.abs(), terms.quantity) : ZERO;
    held.set(key, position.plus(terms.side === '1' ? closed : closed.negated()));
    return marginOf({ ...terms, quantity: terms.quantity.minus(closed) });
  });
  return sumOf([...positions.map(({ terms }) => marginOf(terms)), ...opening]);
}

const signed = ({ side, quantity }: MarginTerms): Decimal =>
  side === '1' ? quantity : quantity.negated();
