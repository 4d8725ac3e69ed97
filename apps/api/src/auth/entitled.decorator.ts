import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type Entitlement, EVERYTHING } from '@ome/domain';
import type { FastifyRequest } from 'fastify';

export const entitlementOf = (_: unknown, context: ExecutionContext): Entitlement =>
  entitlementOfRequest(context.switchToHttp().getRequest<FastifyRequest>());

/** In an open engine, a caller without a key may see and do everything. */
export const entitlementOfRequest = ({ caller }: Pick<FastifyRequest, 'caller'>): Entitlement =>
  caller?.entitlement ?? EVERYTHING;

/** The accounts and users whose orders the caller may see and change. */
export const Entitled = createParamDecorator(entitlementOf);
