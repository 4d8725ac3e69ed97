import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { MANUAL_ENTRY_HEADER } from '@ome/contracts';
import type { Origin } from '@ome/engine';
import type { FastifyRequest } from 'fastify';

/** The caller of a request, for the journal. */
export const FromCaller = createParamDecorator((_: unknown, context: ExecutionContext): Origin => {
  const { caller, id, headers } = context.switchToHttp().getRequest<FastifyRequest>();
  // A person enters by hand, whatever the program; a program may say that a person does.
  const isManual = Boolean(caller?.login) || headers[MANUAL_ENTRY_HEADER] === 'true';
  return { by: caller?.by ?? null, requestId: id, ...(isManual && { isManual }) };
});
