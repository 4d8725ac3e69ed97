import { decimalFault } from '@ome/domain';
import { buildMessage, ValidateBy, type ValidationOptions } from 'class-validator';

export const IS_DECIMAL = 'isExactDecimal';

export type DecimalRange = 'any' | 'positive';

/** Why a value is no decimal, or null. Numbers are read by their shortest text. */
export function decimalValueFault(value: unknown, range: DecimalRange): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return 'must be a decimal number';
  const text = String(value);
  const fault = decimalFault(text);
  if (fault) return fault;
  return range === 'positive' && !(Number(text) > 0) ? 'must be greater than zero' : null;
}

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

/** A whole number from zero, or its digits as a form sends them. */
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

export const IS_INSTANT = 'isInstant';

const INSTANT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?)?$/;

/** The instant that an ISO 8601 text means, UTC where it names no zone; null where it means none. */
export function parseInstant(value: unknown): Date | null {
  if (typeof value !== 'string' || !INSTANT.test(value)) return null;
  const zoned = !value.includes('T') || /(Z|[+-]\d\d:\d\d)$/.test(value) ? value : `${value}Z`;
  const time = new Date(zoned);
  return Number.isNaN(time.getTime()) ? null : time;
}

/** An instant as ISO 8601 text. */
export function IsInstant(options?: ValidationOptions) {
  return ValidateBy(
    {
      name: IS_INSTANT,
      validator: {
        validate: (value) => parseInstant(value) !== null,
        defaultMessage: buildMessage(
          () => '$property must be an instant such as 2026-11-20T09:15:00Z',
          options,
        ),
      },
    },
    options,
  );
}

export const IS_TEXT = 'isText';

/** A text of at most so many characters (code points, as JSON Schema counts them). */
export function IsText(maxLength: number, options?: ValidationOptions) {
  return ValidateBy(
    {
      name: IS_TEXT,
      constraints: [maxLength],
      validator: {
        validate: (value) => typeof value === 'string' && [...value].length <= maxLength,
        defaultMessage: buildMessage(
          () => `$property must be a text of at most ${maxLength} characters`,
          options,
        ),
      },
    },
    options,
  );
}
