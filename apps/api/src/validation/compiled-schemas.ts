import { decimalValueFault } from '@ome/order-entry';
import { type DateAlone, isDay, isNetwork, isTimeZone } from '@ome/platform';
import { Ajv, type ValidateFunction } from 'ajv';
import { getMetadataStorage, IS_IN } from 'class-validator';
import { targetConstructorToSchema } from 'class-validator-jsonschema';
import {
  type DecimalRange,
  CONTROL_CHARACTER,
  IS_DAY,
  IS_DECIMAL,
  IS_INSTANT,
  IS_NETWORK,
  IS_TEXT,
  IS_TIME_ZONE,
  IS_WIRE_INTEGER,
  instantRule,
  isInstant,
  isWireInteger,
} from './field.validators';

export type Dto = new () => object;

/** DTOs that accept unknown fields; the others refuse them by name. */
const tolerant = new WeakSet<Dto>();

/** Marks a DTO that accepts unknown fields (wire formats of others). */
export function ToleratesUnknownFields(): ClassDecorator {
  return (target) => void tolerant.add(target as unknown as Dto);
}

export const toleratesUnknownFields = (dto: Dto): boolean => tolerant.has(dto);

const ajv = new Ajv({ strict: false, validateFormats: false })
  .addKeyword({
    keyword: IS_DAY,
    validate: (_: true, value: unknown) => isDay(value),
  })
  .addKeyword({
    keyword: IS_INSTANT,
    validate: (_: true, value: unknown) => isInstant(value),
  })
  .addKeyword({
    keyword: IS_DECIMAL,
    validate: (range: DecimalRange, value: unknown) => decimalValueFault(value, range) === null,
  })
  .addKeyword({
    keyword: IS_NETWORK,
    validate: (_: true, value: unknown) => typeof value === 'string' && isNetwork(value),
  })
  .addKeyword({
    keyword: IS_TIME_ZONE,
    validate: (_: true, value: unknown) => typeof value === 'string' && isTimeZone(value),
  })
  .addKeyword({
    keyword: IS_WIRE_INTEGER,
    validate: (_: true, value: unknown) => isWireInteger(value),
  });

/** The JSON Schema of a DTO, derived from its class-validator decorators. */
export function schemaOf(dto: Dto): Record<string, unknown> {
  const schema = targetConstructorToSchema(dto, {
    classValidatorMetadataStorage: getMetadataStorage(),
    additionalConverters: {
      // The package's own rule for IsIn is empty if the choices have several types.
      [IS_IN]: ({ constraints }) => ({ enum: (constraints as [unknown[]])[0] }),
      [IS_DECIMAL]: ({ constraints }) => ({
        anyOf: [{ type: 'string' }, { type: 'number' }],
        [IS_DECIMAL]: (constraints as [DecimalRange])[0],
      }),
      [IS_TEXT]: ({ constraints }) => ({
        type: 'string',
        maxLength: (constraints as [number])[0],
        not: { pattern: CONTROL_CHARACTER },
      }),
      [IS_DAY]: () => ({ type: 'string', format: 'date', [IS_DAY]: true }),
      [IS_INSTANT]: ({ constraints }) => ({
        type: 'string',
        description: instantRule((constraints as [DateAlone])[0]),
        [IS_INSTANT]: true,
      }),
      [IS_NETWORK]: () => ({ type: 'string', [IS_NETWORK]: true }),
      [IS_TIME_ZONE]: () => ({ type: 'string', [IS_TIME_ZONE]: true }),
      [IS_WIRE_INTEGER]: () => ({
        anyOf: [{ type: 'integer' }, { type: 'string' }],
        [IS_WIRE_INTEGER]: true,
      }),
    },
  });
  return { ...schema, additionalProperties: toleratesUnknownFields(dto) };
}

const compiled = new Map<Dto, ValidateFunction>();

/** Implements IsOptional: null counts as a missing field. */
function withNulls(schema: Record<string, unknown>): Record<string, unknown> {
  const { properties, required = [] } = schema as {
    properties: Record<string, object>;
    required?: string[];
  };
  const nullable = Object.entries(properties).map(([name, rule]) => [
    name,
    required.includes(name) ? rule : { anyOf: [rule, { type: 'null' }] },
  ]);
  return { ...schema, properties: Object.fromEntries(nullable) };
}

const fields = new Map<Dto, ReadonlySet<string>>();

/** The names of a DTO's fields. */
export function fieldsOf(dto: Dto): ReadonlySet<string> {
  const known = fields.get(dto);
  if (known) return known;
  const names = new Set(Object.keys(schemaOf(dto).properties as object));
  fields.set(dto, names);
  return names;
}

/** The compiled schema check of a DTO, equivalent to class-validator. */
export function compiledCheck(dto: Dto): ValidateFunction {
  const known = compiled.get(dto);
  if (known) return known;
  const check = ajv.compile(withNulls(schemaOf(dto)));
  compiled.set(dto, check);
  return check;
}
