import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { invalid } from '@ome/order-entry';

const KEY = /^[\x21-\x7e]{1,128}$/;

export function idempotencyKeyOf({ headers }: FastifyRequest): string | null {
  const key = headers['idempotency-key'];
  if (key === undefined) return null;
  if (typeof key !== 'string' || !KEY.test(key)) {
    throw invalid('Idempotency-Key', 'must be 1 to 128 visible ASCII characters');
  }
  return key;
}

/** The Idempotency-Key of a request, made unique per caller; null without one. */
export const IdempotencyKey = createParamDecorator(
  (_: unknown, context: ExecutionContext): string | null => {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const key = idempotencyKeyOf(request);
    return key === null ? null : `${request.caller?.by ?? 'open'}:${key}`;
  },
);
