import {
  type CanActivate,
  type ExecutionContext,
  ForbiddenException,
  Inject,
  Injectable,
  UnauthorizedException,
} from '@nestjs/common';
import type { Entitlement } from '@ome/domain';
import { requireEverything } from '@ome/order-entry';
import { mayDo } from '@ome/platform';
import type { FastifyRequest } from 'fastify';
import { ApiKeys, type Caller } from '@ome/composition';
import { type Bound, declarationOf } from './declared-routes';
import { EntitledOrders } from './entitled-orders';
import { entitlementOfRequest } from './entitled.decorator';

/** Whether the engine accepts requests without a key: in development, on a loopback address. */
export const OPEN = Symbol('open');

declare module 'fastify' {
  interface FastifyRequest {
    caller?: Caller;
  }
}

/**
 * Checks the key of a request, if it has one, and whether it may use the route. A route without an
 * access declaration is closed.
 */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(
    private readonly apiKeys: ApiKeys,
    private readonly orders: EntitledOrders,
    @Inject(OPEN) private readonly open: boolean,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const declared = declarationOf(context.getHandler(), context.getClass());
    if (declared === 'public') return true;
    if (!declared) return false;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const caller = await callerOf(request, this.apiKeys, this.open);
    if (!caller) return true;
    if (!mayDo(caller.scopes, declared.scope)) {
      throw new ForbiddenException(`The API key lacks the scope ${declared.scope}`);
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

/**
 * The caller by the key of a request; null if it has none and needs none.
 *
 * @throws UnauthorizedException if a key is needed, or is not valid
 */
export async function callerOf(
  request: FastifyRequest,
  apiKeys: ApiKeys,
  open: boolean,
): Promise<Caller | null> {
  const token = tokenOf(request);
  if (token === null) {
    if (open) return null;
    throw new UnauthorizedException('Send an API key as Authorization: Bearer or X-Api-Key');
  }
  const caller = await apiKeys.identify(token);
  if (!caller) throw new UnauthorizedException('The API key is not valid');
  return caller;
}

export function tokenOf({ headers }: FastifyRequest): string | null {
  const { authorization } = headers;
  const bearer = /^bearer (.*)$/i.exec(authorization ?? '');
  if (bearer) return bearer[1].trim();
  const key = headers['x-api-key'];
  return typeof key === 'string' ? key : null;
}
