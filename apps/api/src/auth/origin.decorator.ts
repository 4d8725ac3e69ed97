import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Origin } from '@ome/engine';
import type { FastifyRequest } from 'fastify';

/** The caller of a request, for the journal. */
export const FromCaller = createParamDecorator((_: unknown, context: ExecutionContext): Origin => {
  const { caller, id } = context.switchToHttp().getRequest<FastifyRequest>();
  return { by: caller?.by ?? null, requestId: id };
});
