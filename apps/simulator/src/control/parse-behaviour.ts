import { ACTS, type Behaviour, type LookupBehaviour, type TradePostBehaviour } from '../behaviour';
import { fieldsOf, Malformed } from '../malformed';

type Check = (value: unknown) => boolean;

const isDelayMs: Check = (value) =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 600_000;
const isText: Check = (value) => typeof value === 'string';
const isProbability: Check = (value) => typeof value === 'number' && value >= 0 && value <= 1;
const oneOf =
  (...names: readonly string[]): Check =>
  (value) =>
    names.includes(value as string);

const isDelayRange: Check = (value) => {
  const { min, max, ...others } = fieldsOf(value);
  const known = Object.keys(others).length === 0;
  return known && isDelayMs(min) && isDelayMs(max) && Number(min) <= Number(max);
};

/** The fields that any behaviour of the link may carry. */
const COMMON: Readonly<Record<string, Check>> = {
  probability: isProbability,
  then: oneOf('fill', 'rest'),
  parts: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 100,
  partDelayMs: isDelayRange,
};

/** The fields of one behaviour alone. */
const OWN: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  reject: { text: isText },
  refuse: { comment: isText },
  answerLate: { delayMs: isDelayMs },
  rateLimited: { inAnswer: (value) => typeof value === 'boolean' },
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

function checkName(name: unknown, names: readonly string[]): void {
  if (!names.includes(name as string)) {
    throw new Malformed(`behaviour must be one of ${names.join(', ')}`);
  }
}

function checkFields(
  fields: Record<string, unknown>,
  checks: Readonly<Record<string, Check>>,
): void {
  for (const [name, value] of Object.entries(fields)) {
    if (name === 'behaviour') continue;
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    if (!check) throw new Malformed(`${name} is no field of ${String(fields.behaviour)}`);
    if (!check(value)) throw new Malformed(`${name} is out of range`);
  }
}
