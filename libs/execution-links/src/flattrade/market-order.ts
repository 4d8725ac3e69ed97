import { Decimal, decimal, divide, Side } from '@ome/domain';
import type { Quote } from '@ome/engine';

interface Band {
  /** The band ends at this price, or just below it. */
  upTo: Decimal;
  inclusive: boolean;
  /** The distance of the limit from the market, as a fraction of the price. */
  margin: Decimal;
}

const band = (upTo: number, margin: string, inclusive = true): Band => ({
  upTo: decimal(upTo),
  inclusive,
  margin: decimal(margin),
});

/** The margins that Flattrade itself uses when it turns market orders into limits. */
const BANDS: Readonly<Record<'option' | 'other', readonly Band[]>> = {
  option: [band(10, '0.05', false), band(100, '0.03', false), band(500, '0.02')],
  other: [band(100, '0.02', false), band(500, '0.01')],
};
const MARGIN_ABOVE: Readonly<Record<'option' | 'other', Decimal>> = {
  option: decimal('0.01'),
  other: decimal('0.005'),
};

/** All prices of Indian segments are multiples of it, except for some commodities. */
const USUAL_TICK = decimal('0.05');

/** What a protected price depends on besides the market. */
export interface Protection {
  side: Side;
  isOption: boolean;
}

/**
 * The limit that replaces "at the market": the last price plus a margin; without a last trade, the
 * best price of the other side plus a margin. Null if the market shows neither.
 */
export function protectedPrice(quote: Quote, protection: Protection): Decimal | null {
  const { lastPx, asks, bids } = quote;
  const [best] = protection.side === Side.Buy ? asks : bids;
  const reference = lastPx.gt(0) ? lastPx : (best?.price ?? null);
  return reference && beyond(reference, quote, protection);
}

/** The limit of a stop order: far enough beyond its trigger that it trades once triggered. */
export const limitBeyond = (trigger: Decimal, quote: Quote, protection: Protection): Decimal =>
  beyond(trigger, quote, protection);

/** Rounded away from the market, to the tick, and kept within the day's circuit limits. */
function beyond(
  reference: Decimal,
  { tickSize, lowerCircuit, upperCircuit }: Quote,
  { side, isOption }: Protection,
): Decimal {
  const margin = reference.times(marginOf(reference, isOption ? 'option' : 'other'));
  const tick = tickSize?.gt(0) ? tickSize : USUAL_TICK;
  if (side === Side.Buy) {
    const price = divide(reference.plus(margin), tick).ceil().times(tick);
    return upperCircuit?.gt(0) ? Decimal.min(price, upperCircuit) : price;
  }
  const price = Decimal.max(divide(reference.minus(margin), tick).floor().times(tick), tick);
  return lowerCircuit?.gt(0) ? Decimal.max(price, lowerCircuit) : price;
}

function marginOf(reference: Decimal, kind: 'option' | 'other'): Decimal {
  const found = BANDS[kind].find(({ upTo, inclusive }) =>
    inclusive ? reference.lte(upTo) : reference.lt(upTo),
  );
  return found?.margin ?? MARGIN_ABOVE[kind];
}
