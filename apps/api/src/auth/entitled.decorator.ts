import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type Entitlement, EVERYTHING } from '@ome/domain';
import type { FastifyRequest } from 'fastify';

export const entitlementOf = (_: unknown, context: ExecutionContext): Entitlement =>
  entitlementOfRequest(context.switchToHttp().getRequest<FastifyRequest>());

/** Where the engine is open, whoever has no key may see and do all. */
export const entitlementOfRequest = ({ caller }: Pick<FastifyRequest, 'caller'>): Entitlement =>
  caller?.entitlement ?? EVERYTHING;

/** Whose orders the caller may see and touch. */
export const Entitled = createParamDecorator(entitlementOf);
