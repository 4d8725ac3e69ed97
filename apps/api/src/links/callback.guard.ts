import {
  type CanActivate,
  type ExecutionContext,
  Injectable,
  NotFoundException,
} from '@nestjs/common';
import { Brokers } from '@ome/engine';
import { isSameSecret } from '@ome/platform';
import type { FastifyRequest } from 'fastify';

interface CallbackParams {
  link: string;
  account: string;
  signature: string;
}

/**
 * Lets nobody call back who was not sent by the broker's login page: such a request is answered like
 * one for a path that does not exist, leaves no entry in the audit and asks no broker.
 */
@Injectable()
export class CallbackGuard implements CanActivate {
  constructor(private readonly brokers: Brokers) {}

  canActivate(context: ExecutionContext): boolean {
    const { method, params } = context.switchToHttp().getRequest<FastifyRequest>();
    const { link, account, signature } = params as CallbackParams;
    const expected = this.brokers.session(link, account)?.callbackSignature;
    if (expected !== undefined && isSameSecret(signature, expected)) return true;
    throw new NotFoundException(`Cannot ${method} a callback of ${link} with this signature`);
  }
}
