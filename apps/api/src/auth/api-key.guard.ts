import {
  applyDecorators,
  type CanActivate,
  type ExecutionContext,
  ForbiddenException,
  Inject,
  Injectable,
  SetMetadata,
  UnauthorizedException,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiExtension } from '@nestjs/swagger';
import { mayDo, Scope } from '@ome/platform';
import type { FastifyRequest } from 'fastify';
import { ApiKeys, type Caller } from './api-keys';

const SCOPE = 'scope';

/** What a key needs for a controller or a route. Routes without it are public. */
export const Needs = (scope: Scope) =>
  applyDecorators(SetMetadata(SCOPE, scope), ApiExtension('x-scope', scope));

/** Whether the engine takes requests without a key: development on a loopback address. */
export const OPEN = Symbol('open');

declare module 'fastify' {
  interface FastifyRequest {
    caller?: Caller;
  }
}

/** Checks the key of a request, if it has one, and whether the route needs one. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly apiKeys: ApiKeys,
    @Inject(OPEN) private readonly open: boolean,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    const scope = this.reflector.getAllAndOverride<Scope | undefined>(SCOPE, targets);
    if (!scope) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const caller = await callerOf(request, this.apiKeys, this.open);
    if (!caller) return true;
    if (!mayDo(caller.scopes, scope)) {
      throw new ForbiddenException(`The API key lacks the scope ${scope}`);
    }
    request.caller = caller;
    return true;
  }
}

/**
 * Whose key a request has; null where it has none and needs none.
 *
 * @throws UnauthorizedException where it needs one, or has one that is not valid
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
