import { decimalValueFault } from '@ome/order-entry';
import { type DateAlone, isDay, isNetwork, isTimeZone, MarketTime } from '@ome/platform';
import { buildMessage, ValidateBy, type ValidationOptions } from 'class-validator';

export const IS_DECIMAL = 'isExactDecimal';

export type DecimalRange = 'any' | 'positive';

/** An exact decimal, as a string or a number. */
export function IsExactDecimal(range: DecimalRange = 'any', options?: ValidationOptions) {
  return ValidateBy(
    {
      name: IS_DECIMAL,
      constraints: [range],
      validator: {
        validate: (value) => decimalValueFault(value, range) === null,
        defaultMessage: (args) =>
          buildMessage(
            () => `$property ${decimalValueFault(args?.value, range) ?? 'must be a decimal'}`,
            options,
          )(args),
      },
    },
    options,
  );
}

export const IS_WIRE_INTEGER = 'isWireInteger';

const WIRE_INTEGER = /^\d{1,15}$/;

export const isWireInteger = (value: unknown): boolean =>
  (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) ||
  (typeof value === 'string' && WIRE_INTEGER.test(value));

/** A whole number from zero, or its digits as a string. */
export function IsWireInteger(options?: ValidationOptions) {
  return ValidateBy(
    {
      name: IS_WIRE_INTEGER,
      validator: {
        validate: isWireInteger,
        defaultMessage: buildMessage(() => '$property must be a whole number', options),
      },
    },
    options,
  );
}

export const IS_DAY = 'isDay';

/** A day of the market. */
export function IsDay(options?: ValidationOptions) {
  return ValidateBy(
    {
      name: IS_DAY,
      validator: {
        validate: isDay,
        defaultMessage: buildMessage(() => '$property must be a day such as 2026-11-24', options),
      },
    },
    options,
  );
}

export const IS_INSTANT = 'isInstant';

/** Whether a string is an instant does not depend on the market's zone. */
const ANYWHERE = new MarketTime('UTC');

export const isInstant = (value: unknown): boolean => ANYWHERE.instantOf(value) !== null;

/** The description of such a field. */
export const instantRule = (dateAlone: DateAlone): string =>
  `An instant in ISO 8601. Without a zone it is in market time; a date alone is the ${dateAlone} ` +
  'of that market day.';

/** An instant as an ISO 8601 string, to be parsed by `MarketTime`. */
export function IsInstant(dateAlone: DateAlone = 'begin', options?: ValidationOptions) {
  return ValidateBy(
    {
      name: IS_INSTANT,
      constraints: [dateAlone],
      validator: {
        validate: isInstant,
        defaultMessage: buildMessage(
          () =>
            '$property must be an instant such as 2026-11-20T09:15:00Z, or 2026-11-20T09:15:00 by ' +
            "the market's clocks",
          options,
        ),
      },
    },
    options,
  );
}

export const IS_TEXT = 'isText';

/**
 * A control character other than tab, newline and return, which causes problems in MongoDB and
 * terminals.
 */
export const CONTROL_CHARACTER = '(?![\\t\\n\\r])\\p{Cc}';
const CONTROL = new RegExp(CONTROL_CHARACTER, 'u');

/** A string of at most so many characters (code points, as in JSON Schema). */
export function IsText(maxLength: number, options?: ValidationOptions) {
  return ValidateBy(
    {
      name: IS_TEXT,
      constraints: [maxLength],
      validator: {
        validate: (value) =>
          typeof value === 'string' && [...value].length <= maxLength && !CONTROL.test(value),
        defaultMessage: buildMessage(
          () =>
            `$property must be a text of at most ${maxLength} characters, without control characters`,
          options,
        ),
      },
    },
    options,
  );
}

export const IS_TIME_ZONE = 'isIanaTimeZone';

/** The IANA name of a time zone. */
export function IsIanaTimeZone(options?: ValidationOptions) {
  return ValidateBy(
    {
      name: IS_TIME_ZONE,
      validator: {
        validate: (value) => typeof value === 'string' && isTimeZone(value),
        defaultMessage: buildMessage(
          () => '$property must be a time zone such as Asia/Kolkata',
          options,
        ),
      },
    },
    options,
  );
}

export const IS_NETWORK = 'isNetwork';

/** An IP address, or a network in the form of a prefix. */
export function IsNetwork(options?: ValidationOptions) {
  return ValidateBy(
    {
      name: IS_NETWORK,
      validator: {
        validate: (value) => typeof value === 'string' && isNetwork(value),
        defaultMessage: buildMessage(
          () => '$property must be an IP address, or a network such as 10.1.0.0/16',
          options,
        ),
      },
    },
    options,
  );
}
