import { ACTS, type Behaviour, type LookupBehaviour, type TradePostBehaviour } from '../behaviour';
import { parseDecimal, type Decimal } from '../exact-decimal';
import { fieldsOf, Malformed } from '../malformed';
import {
  checkFields,
  isDelayMs,
  isDelayRange,
  isFlag,
  isProbability,
  isText,
  oneOf,
  type Check,
} from './checks';

/** The fields that any link behaviour may have. */
const COMMON: Readonly<Record<string, Check>> = {
  probability: isProbability,
  then: oneOf('fill', 'rest', 'market'),
  parts: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 100,
  partDelayMs: isDelayRange,
  fillPrice: (value) => parseDecimal(value)?.greaterThanOrEqualTo(0) ?? false,
  stampAheadMs: isDelayMs,
};

/** The fields of one behaviour only. */
const OWN: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  reject: { text: isText },
  refuse: { comment: isText },
  answerLate: { delayMs: isDelayMs },
  rateLimited: { inAnswer: isFlag },
};

const TRADE_POST: Readonly<
  Record<TradePostBehaviour['behaviour'], Readonly<Record<string, Check>>>
> = {
  take: {},
  refuse: { comment: isText },
  fail: {},
  delay: { delayMs: isDelayMs },
  drop: {},
};

const LOOKUPS: readonly LookupBehaviour[] = ['answer', 'missing', 'error'];

/** Throws Malformed for a behaviour or a field that does not exist. */
export function parseBehaviour(body: unknown): Behaviour {
  const fields = fieldsOf(body);
  checkName(fields.behaviour, Object.keys(ACTS));
  checkFields(fields, { ...COMMON, ...OWN[fields.behaviour as string] });
  return fields as unknown as Behaviour;
}

export function parseTradePostBehaviour(body: unknown): TradePostBehaviour {
  const fields = fieldsOf(body);
  checkName(fields.behaviour, Object.keys(TRADE_POST));
  const own = TRADE_POST[fields.behaviour as TradePostBehaviour['behaviour']];
  checkFields(fields, { probability: isProbability, ...own });
  return fields as unknown as TradePostBehaviour;
}

export function parseLookup(body: unknown): LookupBehaviour {
  const fields = fieldsOf(body);
  checkName(fields.behaviour, LOOKUPS);
  checkFields(fields, {});
  return fields.behaviour as LookupBehaviour;
}

/** Throws Malformed for anything but a price above zero. */
export function parsePrice(body: unknown): Decimal {
  const fields = fieldsOf(body);
  checkFields(fields, { price: () => true }, 'a price');
  const price = parseDecimal(fields.price);
  if (!price?.greaterThan(0)) throw new Malformed('price must be a number above 0');
  return price;
}

function checkName(name: unknown, names: readonly string[]): void {
  if (!names.includes(name as string)) {
    throw new Malformed(`behaviour must be one of ${names.join(', ')}`);
  }
}
