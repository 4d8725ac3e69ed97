import { BadRequestException } from '@nestjs/common';

/** A 400 in the shape that every program on these wires knows. */
export class Malformed extends BadRequestException {
  constructor(readonly comment: string) {
    super({ success: false, comment });
  }
}

/** The body's fields; throws Malformed where the body is no JSON object. */
export function fieldsOf(body: unknown): Record<string, unknown> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Malformed('The body must be a JSON object');
  }
  return body as Record<string, unknown>;
}
