import { Ajv, type ValidateFunction } from 'ajv';
import { getMetadataStorage } from 'class-validator';
import { targetConstructorToSchema } from 'class-validator-jsonschema';
import {
  type DecimalRange,
  decimalValueFault,
  IS_DECIMAL,
  IS_INSTANT,
  IS_WIRE_INTEGER,
  isWireInteger,
  parseInstant,
} from './field.validators';

export type Dto = new () => object;

/** Only known fields; anything else is refused by its name, not ignored. */
const strict = new WeakSet<Dto>();

/** Marks a DTO whose requests may hold fields that we do not know (wire formats of others). */
export function ToleratesUnknownFields(): ClassDecorator {
  return (target) => void strict.add(target as unknown as Dto);
}

export const toleratesUnknownFields = (dto: Dto): boolean => strict.has(dto);

const ajv = new Ajv({ strict: false })
  .addKeyword({
    keyword: IS_INSTANT,
    validate: (_: true, value: unknown) => parseInstant(value) !== null,
  })
  .addKeyword({
    keyword: IS_DECIMAL,
    validate: (range: DecimalRange, value: unknown) => decimalValueFault(value, range) === null,
  })
  .addKeyword({
    keyword: IS_WIRE_INTEGER,
    validate: (_: true, value: unknown) => isWireInteger(value),
  });

/** The JSON Schema of a DTO, from its class-validator decorators: the one description of a request. */
export function schemaOf(dto: Dto): Record<string, unknown> {
  const schema = targetConstructorToSchema(dto, {
    classValidatorMetadataStorage: getMetadataStorage(),
    additionalConverters: {
      [IS_DECIMAL]: ({ constraints }) => ({
        anyOf: [{ type: 'string' }, { type: 'number' }],
        [IS_DECIMAL]: (constraints as [DecimalRange])[0],
      }),
      [IS_INSTANT]: () => ({ type: 'string', [IS_INSTANT]: true }),
      [IS_WIRE_INTEGER]: () => ({
        anyOf: [{ type: 'integer' }, { type: 'string' }],
        [IS_WIRE_INTEGER]: true,
      }),
    },
  });
  return { ...schema, additionalProperties: toleratesUnknownFields(dto) } as Record<
    string,
    unknown
  >;
}

const compiled = new Map<Dto, ValidateFunction>();

/** The compiled check of a DTO; what it passes, class-validator passes too. */
export function compiledCheck(dto: Dto): ValidateFunction {
  const known = compiled.get(dto);
  if (known) return known;
  const check = ajv.compile(schemaOf(dto));
  compiled.set(dto, check);
  return check;
}
