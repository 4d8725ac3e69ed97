import { BadRequestException } from '@nestjs/common';

/** A 400 in the shape that programs on these protocols expect. */
export class Malformed extends BadRequestException {
  constructor(readonly comment: string) {
    super({ success: false, comment });
  }
}

/** The body's fields; throws Malformed if the body is not a JSON object. */
export function fieldsOf(body: unknown): Record<string, unknown> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Malformed('The body must be a JSON object');
  }
  return body as Record<string, unknown>;
}
