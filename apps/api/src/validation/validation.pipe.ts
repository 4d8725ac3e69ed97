import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import type { FieldFault } from '@ome/contracts';
import { validate, type ValidationError } from 'class-validator';
import { InvalidRequest } from '@ome/order-entry';
import { compiledCheck, type Dto, fieldsOf, toleratesUnknownFields } from './compiled-schemas';

const NOT_DTOS = new Set<unknown>([String, Number, Boolean, Array, Object]);

/**
 * Accepts valid requests by the compiled schema, which costs a fraction of class-validator, and
 * runs class-validator only on others, for its verdict and messages.
 */
@Injectable()
export class ValidationPipe implements PipeTransform {
  /** Not async: most values are not DTOs, and a promise for each would cost more. */
  transform(value: unknown, { metatype, type }: ArgumentMetadata): unknown {
    if (!metatype || NOT_DTOS.has(metatype) || type === 'custom') return value;
    return checked(metatype as Dto, value ?? {});
  }
}

/** Returns an instance of the DTO; throws InvalidRequest naming the invalid fields. */
export async function checked<T extends object>(dto: new () => T, body: unknown): Promise<T> {
  const check = compiledCheck(dto);
  return check(body) ? Object.assign(new dto(), body) : explain(dto, body);
}

async function explain<T extends object>(dto: new () => T, body: unknown): Promise<T> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new InvalidRequest([{ field: 'body', message: 'must be a JSON object' }]);
  }
  const names = fieldsOf(dto);
  const unknown = toleratesUnknownFields(dto)
    ? []
    : Object.keys(body).filter((name) => !names.has(name));
  // Only known fields are validated: unknown ones must not cost more than their size.
  const known = Object.entries(body).filter(([name]) => names.has(name));
  const instance = Object.assign(new dto(), Object.fromEntries(known));
  const errors = await validate(instance, { forbidUnknownValues: true, stopAtFirstError: true });
  const faults = unknown.map((field) => ({ field, message: 'should not exist' }));
  faults.push(...errors.map(fieldFault));
  if (faults.length > 0) throw new InvalidRequest(faults);
  return instance;
}

function fieldFault({ property, constraints, children }: ValidationError): FieldFault {
  const nested = children?.[0];
  const [message = nested ? fieldFault(nested).message : 'is invalid'] = Object.values(
    constraints ?? {},
  );
  return { field: property, message: withoutName(message, property) };
}

/** Messages start with the field's name, or with `property` and its name. */
function withoutName(message: string, property: string): string {
  const start = [`${property} `, `property ${property} `].find((name) => message.startsWith(name));
  return start ? message.slice(start.length) : message;
}
