import { ApiBody } from '@nestjs/swagger';
import { InvalidRequest } from '@ome/order-entry';
import { type Dto, schemaOf } from '../validation/compiled-schemas';
import { checked } from '../validation/validation.pipe';

/** Validates a part of a request as a DTO of its own; faults name the field by its full path. */
export async function checkedPart<T extends object>(
  dto: new () => T,
  path: string,
  part: unknown,
): Promise<T> {
  try {
    return await checked(dto, part);
  } catch (error) {
    if (!(error instanceof InvalidRequest)) throw error;
    const faults = error.faults.map(({ field, message }) => ({
      field: `${path}.${field}`,
      message,
    }));
    throw new InvalidRequest(faults);
  }
}

/** Documents a body whose parts are validated as other DTOs, by the names of their fields. */
export function ApiBodyWithParts(dto: Dto, parts: Record<string, Dto>, example: object) {
  const schema = schemaOf(dto);
  const properties = { ...(schema.properties as Record<string, { type?: string }>) };
  for (const [name, part] of Object.entries(parts)) {
    const whole = schemaOf(part);
    const { type } = properties[name];
    properties[name] = type === 'array' ? { ...properties[name], items: whole } : whole;
  }
  return ApiBody({ schema: { ...schema, properties, example } });
}
