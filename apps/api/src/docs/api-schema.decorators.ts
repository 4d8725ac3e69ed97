import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiQuery } from '@nestjs/swagger';
import { type Dto, schemaOf } from '../validation/compiled-schemas';

/** Documents a request body by the schema that validates it, with an example. */
export const ApiBodyOf = <T extends object>(dto: Dto & (new () => T), example: T) =>
  ApiBody({ schema: { ...schemaOf(dto), example } });

/** Documents the query parameters of a DTO, all of them optional. */
export function ApiQueryOf(dto: Dto): MethodDecorator {
  const { properties = {} } = schemaOf(dto) as { properties?: Record<string, object> };
  const parameters = Object.entries(properties).map(([name, schema]) =>
    ApiQuery({ name, required: false, schema }),
  );
  return applyDecorators(...parameters);
}
