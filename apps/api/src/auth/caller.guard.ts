import {
  type CanActivate,
  type ExecutionContext,
  ForbiddenException,
  Injectable,
} from '@nestjs/common';
import type { Entitlement } from '@ome/domain';
import { requireEverything } from '@ome/order-entry';
import { mayDo, type Scope } from '@ome/platform';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '@ome/composition';
import { Callers } from './callers';
import { type Bound, declarationOf } from './declared-routes';
import { EntitledOrders } from './entitled-orders';
import { entitlementOfRequest } from './entitled.decorator';

declare module 'fastify' {
  interface FastifyRequest {
    caller?: Caller;
  }
}

/**
 * Checks who makes a request, if it says so, and whether they may use the route. A route without an
 * access declaration is closed.
 */
@Injectable()
export class CallerGuard implements CanActivate {
  constructor(
    private readonly callers: Callers,
    private readonly orders: EntitledOrders,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const declared = declarationOf(context.getHandler(), context.getClass());
    if (declared === 'public') return true;
    if (!declared) return false;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const caller = await this.callers.authenticate(request);
    if (!caller) return true;
    if (!mayDo(caller.scopes, declared.scope)) {
      throw new ForbiddenException(lackText(caller, declared.scope));
    }
    request.caller = caller;
    await this.checkBound(declared.bound, request, entitlementOfRequest(request));
    return true;
  }

  private async checkBound(
    bound: Bound,
    { params }: FastifyRequest,
    within: Entitlement,
  ): Promise<void> {
    const { orderId = '', basketId = '' } = params as { orderId?: string; basketId?: string };
    switch (bound) {
      case 'order':
        return this.orders.require(within, orderId);
      case 'basket':
        return this.orders.requireBasket(within, basketId);
      case 'engine':
        return requireEverything(within);
      case 'handler':
      case 'nothing':
        return;
    }
  }
}

export const lackText = ({ login }: Caller, scope: Scope): string =>
  login === null ? `The API key lacks the scope ${scope}` : `Your roles lack the scope ${scope}`;
