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
  /** What the rule requires of an order, for people. */
  text: string;
}

/** Every rule, in the order in which they are checked. */
export const RISK_RULES: Readonly<Record<RiskRule, RuleDescription>> = {
  knownInstrument: {
    code: RefusalCode.UnknownInstrument,
    unit: 'on',
    text: 'The instrument master knows the instrument',
  },
  notExpired: {
    code: RefusalCode.InstrumentExpired,
    unit: 'on',
    text: 'The instrument has not expired',
  },
  symbolFormat: {
    code: RefusalCode.InvalidSymbol,
    unit: 'on',
    text: 'The symbol has as many characters as the link of the order asks for',
  },
  positiveQuantity: {
    code: RefusalCode.QuantityNotPositive,
    unit: 'on',
    text: 'The quantity is above zero',
  },
  priceRequired: {
    code: RefusalCode.PriceRequired,
    unit: 'on',
    text: 'Limit orders have a price above zero, stop orders a stop price',
  },
  lotSize: {
    code: RefusalCode.NotInLots,
    unit: 'on',
    text: 'The quantity is a multiple of the lot of the instrument master',
  },
  tickSize: {
    code: RefusalCode.OffTick,
    unit: 'on',
    text: 'Prices are multiples of the tick of the instrument master',
  },
  freezeQty: {
    code: RefusalCode.AboveFreezeQty,
    unit: 'on',
    text: 'The quantity is within the freeze quantity of the instrument master',
  },
  maxOrderQty: {
    code: RefusalCode.AboveMaxOrderQty,
    unit: 'units',
    text: 'Largest quantity of one order',
  },
  maxOrderNotional: {
    code: RefusalCode.AboveMaxOrderNotional,
    unit: 'rupees',
    text: 'Largest value of one order, at its price or at the last one',
  },
  priceBandPercent: {
    code: RefusalCode.OutsidePriceBand,
    unit: 'percent',
    text: 'Largest distance of a price from the last one, if there is one',
  },
  maxOrdersPerSecond: {
    code: RefusalCode.TooManyOrdersPerSecond,
    unit: 'orders',
    text: 'Most orders and replaces of the account on one exchange in any one second',
  },
  repeatWindowMs: {
    code: RefusalCode.RepeatedOrder,
    unit: 'ms',
    text: 'How long an identical order is refused',
  },
  maxOpenOrders: {
    code: RefusalCode.TooManyOpenOrders,
    unit: 'orders',
    text: 'Most orders open at one time',
  },
  maxExposure: {
    code: RefusalCode.AboveMaxExposure,
    unit: 'rupees',
    text: 'Largest open value of all orders together',
  },
  maxDailyLoss: {
    code: RefusalCode.DailyLossReached,
    unit: 'rupees',
    text: "Loss of the day's trades at last prices, at which new orders are refused",
  },
  flattenOnDailyLoss: {
    code: RefusalCode.DailyLossReached,
    unit: 'on',
    text: 'At that loss the account is flattened: open orders are canceled, positions are closed',
  },
};

export const RISK_RULE_NAMES = Object.keys(RISK_RULES) as RiskRule[];

const DECIMAL_UNITS: ReadonlySet<RuleDescription['unit']> = new Set(['units', 'rupees', 'percent']);

/** Whether the value of a rule is a decimal, not a flag or a count. */
export const isDecimalRule = (rule: RiskRule): boolean => DECIMAL_UNITS.has(RISK_RULES[rule].unit);

/** A setting as represented in JSON. */
export const limitValue = (value: RiskLimits[RiskRule]): string | number | boolean =>
  typeof value === 'object' ? decimalText(value) : value;
