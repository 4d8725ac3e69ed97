import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validate, type ValidationError } from 'class-validator';
import { type FieldFault, InvalidRequest } from '../problems/invalid-request';
import { compiledCheck, type Dto, toleratesUnknownFields } from './compiled-schemas';

const NOT_DTOS = new Set<unknown>([String, Number, Boolean, Array, Object]);

/**
 * Lets good requests pass by the compiled schema, which costs a fraction of class-validator, and
 * asks class-validator about the others only: for its verdict and for the messages.
 */
@Injectable()
export class ValidationPipe implements PipeTransform {
  async transform(value: unknown, { metatype, type }: ArgumentMetadata): Promise<unknown> {
    if (!metatype || NOT_DTOS.has(metatype) || type === 'custom') return value;
    return checked(metatype as Dto, value ?? {});
  }
}

/** An instance of the DTO; throws InvalidRequest naming the fields that are wrong. */
export async function checked<T extends object>(dto: new () => T, body: unknown): Promise<T> {
  return compiledCheck(dto)(body) ? Object.assign(new dto(), body) : explain(dto, body);
}

async function explain<T extends object>(dto: new () => T, body: unknown): Promise<T> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new InvalidRequest([{ field: 'body', message: 'must be a JSON object' }]);
  }
  const instance = plainToInstance(dto, body);
  const errors = await validate(instance, {
    whitelist: !toleratesUnknownFields(dto),
    forbidNonWhitelisted: !toleratesUnknownFields(dto),
    forbidUnknownValues: true,
    stopAtFirstError: true,
  });
  if (errors.length > 0) throw new InvalidRequest(errors.map(fieldFault));
  return instance;
}

function fieldFault({ property, constraints, children }: ValidationError): FieldFault {
  const nested = children?.[0];
  const [message = nested ? fieldFault(nested).message : 'is invalid'] = Object.values(
    constraints ?? {},
  );
  return { field: property, message: message.replace(new RegExp(`^${property} `), '') };
}
