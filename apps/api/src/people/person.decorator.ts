import { createParamDecorator, type ExecutionContext, ForbiddenException } from '@nestjs/common';
import type { Caller } from '@ome/composition';
import type { FastifyRequest } from 'fastify';

export type PersonCaller = Caller & { login: string };

/** The person who makes a request, signed in or by a key of their own. */
export const Person = createParamDecorator(
  (_: unknown, context: ExecutionContext): PersonCaller => {
    const { caller } = context.switchToHttp().getRequest<FastifyRequest>();
    if (caller && caller.login !== null) return { ...caller, login: caller.login };
    throw new ForbiddenException('This is for people who are signed in, not for keys of programs');
  },
);
