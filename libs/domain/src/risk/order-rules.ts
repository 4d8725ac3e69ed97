import { type Decimal, decimalText } from '../decimal';
import type { ExpiryDate } from '../instrument-expiry';
import {
  hasLimitPrice,
  hasStopPrice,
  type OrderIdentity,
  type OrderTerms,
} from '../requested-order';
import { type Refusal, refuse, RefusalCode } from '../refusal';
import { referencePrice } from './open-value';
import type { RiskLimits, SetLimits } from './risk-rules';

/** What the rules check: a new order, or an order as a replace would change it. */
export type CheckedOrder = Pick<OrderIdentity, 'symbol' | 'ordType'> & OrderTerms;

/** Data of the instrument master; null for an unknown tick size or freeze quantity. */
export interface InstrumentRules {
  underlying: string;
  expiry: ExpiryDate | null;
  lotSize: Decimal;
  tickSize: Decimal | null;
  freezeQty: Decimal | null;
}

export interface MarketFacts {
  /** Null if the master does not know the instrument. */
  instrument: InstrumentRules | null;
  lastPrice: Decimal | null;
  /** The day at the exchange. */
  today: ExpiryDate;
  /** Length of the shortest symbol that the order's link takes. */
  minSymbolLength: number;
}

/** Rules that depend on the order alone, not on other orders. */
export type OrderRule = Exclude<
  keyof RiskLimits,
  | 'maxOrdersPerSecond'
  | 'repeatWindowMs'
  | 'maxOpenOrders'
  | 'maxExposure'
  | 'maxDailyLoss'
  | 'flattenOnDailyLoss'
>;

type Check<Rule extends OrderRule> = (
  order: CheckedOrder,
  market: MarketFacts,
  limit: RiskLimits[Rule],
) => Refusal | null;

/**
 * One function per rule. Only the first rule refuses an instrument that the master does not know:
 * the others let such an order pass.
 */
export const ORDER_RULES: { readonly [Rule in OrderRule]: Check<Rule> } = {
  knownInstrument: (_order, { instrument }) => unless(instrument, RefusalCode.UnknownInstrument),

  notExpired: (_order, { instrument, today }) => {
    const expiry = instrument?.expiry ?? null;
    return unless(expiry === null || expiry >= today, RefusalCode.InstrumentExpired);
  },

  symbolFormat: ({ symbol }, { minSymbolLength }) =>
    unless(symbol.length >= minSymbolLength, RefusalCode.InvalidSymbol),

  positiveQuantity: ({ orderQty }) => unless(orderQty.gt(0), RefusalCode.QuantityNotPositive),

  priceRequired: ({ ordType, price, stopPrice }) =>
    unless(
      (!hasLimitPrice(ordType) || price?.gt(0)) && (!hasStopPrice(ordType) || stopPrice?.gt(0)),
      RefusalCode.PriceRequired,
    ),

  lotSize: ({ orderQty }, { instrument }) => {
    if (!instrument || isMultiple(orderQty, instrument.lotSize)) return null;
    const { underlying, lotSize } = instrument;
    const text = `${underlying} orders must be in multiples of ${decimalText(lotSize)}`;
    return refuse(RefusalCode.NotInLots, text);
  },

  tickSize: ({ price, stopPrice }, { instrument }) => {
    const tick = instrument?.tickSize;
    if (!tick) return null;
    const off = [price, stopPrice].find((each) => each && !isMultiple(each, tick));
    return off ? beyond(RefusalCode.OffTick, off, tick) : null;
  },

  freezeQty: ({ orderQty }, { instrument }) => {
    const freeze = instrument?.freezeQty;
    return freeze && orderQty.gt(freeze)
      ? beyond(RefusalCode.AboveFreezeQty, orderQty, freeze)
      : null;
  },

  maxOrderQty: ({ orderQty }, _market, most) =>
    orderQty.gt(most) ? beyond(RefusalCode.AboveMaxOrderQty, orderQty, most) : null,

  maxOrderNotional: (order, { lastPrice }, most) => {
    const price = referencePrice(order, lastPrice);
    if (!price) return refuse(RefusalCode.PriceUnknown);
    const value = order.orderQty.times(price);
    return value.gt(most) ? beyond(RefusalCode.AboveMaxOrderNotional, value, most) : null;
  },

  priceBandPercent: ({ price, stopPrice }, { lastPrice }, percent) => {
    if (!lastPrice) return null;
    const width = lastPrice.times(percent).div(100);
    const far = [price, stopPrice].find((each) => each?.minus(lastPrice).abs().gt(width));
    if (!far) return null;
    const band = `${decimalText(percent)} % of ${decimalText(lastPrice)}`;
    return refuse(
      RefusalCode.OutsidePriceBand,
      `The price ${decimalText(far)} is not within ${band}`,
    );
  },
};

const ORDER_RULE_NAMES = Object.keys(ORDER_RULES) as OrderRule[];

/** The first rule that the order breaks. */
export function checkOrder(
  order: CheckedOrder,
  limits: SetLimits,
  market: MarketFacts,
): Refusal | null {
  for (const rule of ORDER_RULE_NAMES) {
    const limit = limits[rule];
    if (limit === undefined || limit === false) continue;
    const refusal = (ORDER_RULES[rule] as Check<OrderRule>)(order, market, limit);
    if (refusal) return refusal;
  }
  return null;
}

const INSTRUMENT_RULES = [
  'knownInstrument',
  'notExpired',
  'lotSize',
  'tickSize',
  'freezeQty',
] as const satisfies OrderRule[];

export const needsInstrument = (limits: SetLimits): boolean =>
  INSTRUMENT_RULES.some((rule) => limits[rule]);

/** Whether some rule needs the last price for an order with these terms. */
export const needsLastPrice = (limits: SetLimits, terms: OrderTerms): boolean =>
  limits.priceBandPercent !== undefined ||
  ((limits.maxOrderNotional !== undefined || limits.maxExposure !== undefined) &&
    referencePrice(terms, null) === null);

const unless = (met: unknown, code: RefusalCode): Refusal | null => (met ? null : refuse(code));

const isMultiple = (value: Decimal, step: Decimal): boolean =>
  step.isZero() || value.mod(step).isZero();

const TEXT = {
  [RefusalCode.OffTick]: (is: string, of: string) => `The price ${is} is not a multiple of ${of}`,
  [RefusalCode.AboveFreezeQty]: (is: string, of: string) =>
    `The quantity ${is} is above ${of}, the freeze quantity of the exchange`,
  [RefusalCode.AboveMaxOrderQty]: (is: string, of: string) =>
    `The quantity ${is} is above the maximum order quantity of ${of}`,
  [RefusalCode.AboveMaxOrderNotional]: (is: string, of: string) =>
    `The order value ${is} is above the maximum order value of ${of}`,
};

const beyond = (code: keyof typeof TEXT, is: Decimal, limit: Decimal): Refusal =>
  refuse(code, TEXT[code](decimalText(is), decimalText(limit)));
