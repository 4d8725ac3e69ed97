import {
  ForbiddenException,
  Inject,
  Injectable,
  ServiceUnavailableException,
  UnauthorizedException,
} from '@nestjs/common';
import { ApiKeys, type Caller } from '@ome/composition';
import { requireEverything } from '@ome/order-entry';
import { mayDo, Scope } from '@ome/platform';
import type { FastifyRequest } from 'fastify';
import { lackText } from '../auth/caller.guard';
import { Callers, OPEN, tokenOf } from '../auth/callers';
import { LinkQueues } from './link-queues';
import { QueueSessions } from './queue-sessions';

/** Lets admins see the queues: with their key as a password, signed in, or with a cookie of a key. */
@Injectable()
export class QueueGuard {
  constructor(
    private readonly apiKeys: ApiKeys,
    private readonly callers: Callers,
    private readonly sessions: QueueSessions,
    private readonly queues: LinkQueues,
    @Inject(OPEN) private readonly open: boolean,
  ) {}

  /** Throws if the request is refused. */
  async check(request: FastifyRequest): Promise<void> {
    const token = tokenOf(request.headers) ?? basicPassword(request);
    const caller =
      token === null ? await this.ofCookie(request) : await this.apiKeys.identify(token);
    if (caller && !mayDo(caller.scopes, Scope.Admin)) {
      throw new ForbiddenException(lackText(caller, Scope.Admin));
    }
    if (!caller && !(this.open && token === null)) {
      throw new UnauthorizedException('Send an API key as the password, with any user name');
    }
    if (caller) requireEverything(caller.entitlement);
    if (!this.queues.isUp) throw new ServiceUnavailableException('Redis is down; try again');
  }

  private async ofCookie(request: FastifyRequest): Promise<Caller | null> {
    const person = await this.callers.authenticate(request).catch(() => null);
    return person ?? this.ofSession(request);
  }

  private async ofSession({ headers }: FastifyRequest): Promise<Caller | null> {
    const keyId = await this.sessions.keyId(headers.cookie);
    return keyId === null ? null : this.apiKeys.callerOf(keyId);
  }
}

function basicPassword({ headers }: FastifyRequest): string | null {
  const [, encoded] = /^basic (.*)$/i.exec(headers.authorization ?? '') ?? [];
  if (encoded === undefined) return null;
  return Buffer.from(encoded, 'base64')
    .toString()
    .replace(/^[^:]*:/, '');
}
