import { Inject, Injectable, ForbiddenException, UnauthorizedException } from '@nestjs/common';
import { ApiKeys, type Caller } from '@ome/composition';
import { parseToken } from '@ome/platform';
import type { FastifyRequest } from 'fastify';
import type { IncomingHttpHeaders } from 'node:http';
import { foreignPageFault } from '../http/cross-site';
import { sessionIdOf, sessionTokenIn } from './session-cookie';
import { UserSessions } from './user-sessions';

/** Whether the engine accepts requests without a key: in development, on a loopback address. */
export const OPEN = Symbol('open');

/** By what a caller proves who they are. */
export interface Credential {
  kind: 'key' | 'session';
  /** Of the key or the session; it is no secret. */
  id: string;
  token: string;
}

const COOKIE_NEEDS_OWN_PAGES = 'With a session cookie';

/** Identifies callers by their API key or their session cookie. */
@Injectable()
export class Callers {
  private readonly known = new WeakMap<FastifyRequest, Promise<Caller | null>>();

  constructor(
    private readonly apiKeys: ApiKeys,
    private readonly sessions: UserSessions,
    @Inject(OPEN) private readonly open: boolean,
  ) {}

  /**
   * The caller of a request, looked up once; null if it names none and needs none.
   *
   * @throws UnauthorizedException if a caller is needed, or the key or the session is not valid
   * @throws ForbiddenException if a page of another site sent the cookie
   */
  authenticate(request: FastifyRequest): Promise<Caller | null> {
    const known = this.known.get(request);
    if (known) return known;
    const found = this.look(request);
    this.known.set(request, found);
    return found;
  }

  /** Null if the key or the session is no longer valid. */
  identify({ kind, token }: Credential): Promise<Caller | null> {
    return kind === 'key' ? this.apiKeys.identify(token) : this.sessions.identify(token);
  }

  private async look(request: FastifyRequest): Promise<Caller | null> {
    const credential = credentialOf(request.headers);
    if (!credential) {
      if (this.open) return null;
      throw new UnauthorizedException(
        'Send an API key as Authorization: Bearer or X-Api-Key, or sign in',
      );
    }
    if (credential.kind === 'session') {
      const fault = foreignPageFault(request, COOKIE_NEEDS_OWN_PAGES);
      if (fault !== null) throw new ForbiddenException(fault);
    }
    const { kind, token } = credential;
    const caller = await (kind === 'key' ? this.apiKeys.identify(token) : this.sessions.use(token));
    if (caller) return caller;
    if (credential.kind === 'key') throw new UnauthorizedException('The API key is not valid');
    // A browser goes on sending the cookie of a session that has ended.
    if (this.open) return null;
    throw new UnauthorizedException('The session has ended; sign in again');
  }
}

/** A key is sent on purpose, and goes before a cookie. */
export function credentialOf(headers: IncomingHttpHeaders): Credential | null {
  const key = tokenOf(headers);
  if (key !== null) return keyCredential(key);
  const token = sessionTokenIn(headers.cookie);
  return token === null ? null : { kind: 'session', id: sessionIdOf(token), token };
}

export const keyCredential = (token: string): Credential => ({
  kind: 'key',
  id: parseToken(token)?.id ?? '',
  token,
});

export function tokenOf(headers: IncomingHttpHeaders): string | null {
  const bearer = /^bearer (.*)$/i.exec(headers.authorization ?? '');
  if (bearer) return bearer[1].trim();
  const key = headers['x-api-key'];
  return typeof key === 'string' ? key : null;
}
