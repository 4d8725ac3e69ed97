import { type Decimal, decimalText } from '../decimal';
import { RefusalCode } from '../refusal';

/** The value of each rule; a rule that is not set checks nothing. */
export interface RiskLimits {
  knownInstrument: boolean;
  notExpired: boolean;
  symbolFormat: boolean;
  positiveQuantity: boolean;
  priceRequired: boolean;
  lotSize: boolean;
  tickSize: boolean;
  freezeQty: boolean;
  maxOrderQty: Decimal;
  /** In rupees, as all values here. */
  maxOrderNotional: Decimal;
  /** How far a price may lie from the last one, in percent of the last one. */
  priceBandPercent: Decimal;
  maxOrdersPerSecond: number;
  repeatWindowMs: number;
  maxOpenOrders: number;
  maxExposure: Decimal;
  maxDailyLoss: Decimal;
  /** Not an order check: what happens to an account that reaches `maxDailyLoss`. */
  flattenOnDailyLoss: boolean;
}

export type RiskRule = keyof RiskLimits;
export type SetLimits = Readonly<Partial<RiskLimits>>;

export interface RuleDescription {
  code: RefusalCode;
  unit: 'on' | 'units' | 'rupees' | 'percent' | 'orders' | 'ms';
  /** Its name, for people. */
  text: string;
}

/** Every rule, in the order in which they are checked. */
export const RISK_RULES: Readonly<Record<RiskRule, RuleDescription>> = {
  knownInstrument: {
    code: RefusalCode.UnknownInstrument,
    unit: 'on',
    text: 'Known instruments only',
  },
  notExpired: {
    code: RefusalCode.InstrumentExpired,
    unit: 'on',
    text: 'No expired instruments',
  },
  symbolFormat: {
    code: RefusalCode.InvalidSymbol,
    unit: 'on',
    text: 'Symbol length that the link of the order asks for',
  },
  positiveQuantity: {
    code: RefusalCode.QuantityNotPositive,
    unit: 'on',
    text: 'Quantity above zero',
  },
  priceRequired: {
    code: RefusalCode.PriceRequired,
    unit: 'on',
    text: 'Price above zero of limit orders, stop price of stop orders',
  },
  lotSize: {
    code: RefusalCode.NotInLots,
    unit: 'on',
    text: 'Whole lots',
  },
  tickSize: {
    code: RefusalCode.OffTick,
    unit: 'on',
    text: 'Prices on the tick',
  },
  freezeQty: {
    code: RefusalCode.AboveFreezeQty,
    unit: 'on',
    text: 'Quantity up to the freeze quantity',
  },
  maxOrderQty: {
    code: RefusalCode.AboveMaxOrderQty,
    unit: 'units',
    text: 'Maximum order quantity',
  },
  maxOrderNotional: {
    code: RefusalCode.AboveMaxOrderNotional,
    unit: 'rupees',
    text: 'Maximum order value, at its price or the last one',
  },
  priceBandPercent: {
    code: RefusalCode.OutsidePriceBand,
    unit: 'percent',
    text: 'Price band around the last price',
  },
  maxOrdersPerSecond: {
    code: RefusalCode.TooManyOrdersPerSecond,
    unit: 'orders',
    text: 'Maximum orders and replaces per second, by account and exchange',
  },
  repeatWindowMs: {
    code: RefusalCode.RepeatedOrder,
    unit: 'ms',
    text: 'Window for repeated orders',
  },
  maxOpenOrders: {
    code: RefusalCode.TooManyOpenOrders,
    unit: 'orders',
    text: 'Maximum open orders',
  },
  maxExposure: {
    code: RefusalCode.AboveMaxExposure,
    unit: 'rupees',
    text: 'Maximum exposure of all open orders',
  },
  maxDailyLoss: {
    code: RefusalCode.DailyLossReached,
    unit: 'rupees',
    text: 'Maximum daily loss, at last prices',
  },
  flattenOnDailyLoss: {
    code: RefusalCode.DailyLossReached,
    unit: 'on',
    text: 'Flatten at the daily loss: cancel open orders, close positions',
  },
};

export const RISK_RULE_NAMES = Object.keys(RISK_RULES) as RiskRule[];

const DECIMAL_UNITS: ReadonlySet<RuleDescription['unit']> = new Set(['units', 'rupees', 'percent']);

/** Whether the value of a rule is a decimal, not a flag or a count. */
export const isDecimalRule = (rule: RiskRule): boolean => DECIMAL_UNITS.has(RISK_RULES[rule].unit);

/** A setting as represented in JSON. */
export const limitValue = (value: RiskLimits[RiskRule]): string | number | boolean =>
  typeof value === 'object' ? decimalText(value) : value;
