import { Inject, Injectable } from '@nestjs/common';
import { actorOf, type Caller } from '@ome/composition';
import { Clock } from '@ome/engine';
import {
  type StoredUser,
  type StoredUserSession,
  UserSessionStore,
  UserStore,
} from '@ome/persistence';
import { createSecret, scopesOf, type Settings, SETTINGS } from '@ome/platform';
import { sessionCookie, sessionIdOf } from './session-cookie';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Not every request is worth a write. */
const SEEN_AGAIN_MS = MINUTE_MS;

/**
 * People who are signed in. Session and person are read at every request, so that a change of either
 * takes effect at once in every process.
 */
@Injectable()
export class UserSessions {
  private readonly idleMs: number;
  private readonly longestMs: number;

  constructor(
    private readonly store: UserSessionStore,
    private readonly people: UserStore,
    private readonly clock: Clock,
    @Inject(SETTINGS) { SESSION_IDLE_MINUTES, SESSION_HOURS }: Settings,
  ) {
    this.idleMs = SESSION_IDLE_MINUTES * MINUTE_MS;
    this.longestMs = SESSION_HOURS * HOUR_MS;
  }

  /**
   * @param idToken of the identity provider, if the person signed in there
   * @returns the cookie, for a Set-Cookie header
   */
  async open(
    { login }: Pick<StoredUser, 'login'>,
    secure: boolean,
    idToken: string | null = null,
  ): Promise<string> {
    const { secret: token } = createSecret();
    const now = this.clock.now();
    const times = {
      createdAt: now,
      seenAt: now,
      expiresAt: new Date(now.getTime() + this.longestMs),
    };
    await this.store.add({ id: sessionIdOf(token), login, idToken, ...times });
    return sessionCookie(token, this.longestMs / 1_000, secure);
  }

  /** The person who is signed in; null if the session has ended, or they are disabled. */
  async identify(token: string): Promise<Caller | null> {
    const session = await this.running(token);
    return session && this.callerOf(session);
  }

  /** The same, of a request that they make: it puts the end of an idle session off. */
  async use(token: string): Promise<Caller | null> {
    const session = await this.running(token);
    if (!session) return null;
    if (this.isLongSince(session.seenAt, SEEN_AGAIN_MS)) {
      await this.store.touch(session.id, this.clock.now());
    }
    return this.callerOf(session);
  }

  /** The session itself, for whoever ends it. */
  async end(token: string): Promise<StoredUserSession | null> {
    const session = await this.store.find(sessionIdOf(token));
    await this.store.end(sessionIdOf(token));
    return session;
  }

  /** Signs a person out everywhere. */
  async endAll(login: string): Promise<void> {
    await this.store.endAll(login);
  }

  private async running(token: string): Promise<StoredUserSession | null> {
    const session = await this.store.find(sessionIdOf(token));
    if (!session || session.expiresAt <= this.clock.now()) return null;
    return this.isLongSince(session.seenAt, this.idleMs) ? null : session;
  }

  private async callerOf({ login }: StoredUserSession): Promise<Caller | null> {
    const person = await this.people.find(login);
    return person && !person.disabled ? callerWho(person) : null;
  }

  private isLongSince(at: Date, ms: number): boolean {
    return this.clock.now().getTime() - at.getTime() >= ms;
  }
}

function callerWho({ login, roles, accounts, users }: StoredUser): Caller {
  const entitlement = { accounts, users };
  return { by: actorOf(login), login, scopes: scopesOf(roles), entitlement, expiresAt: null };
}
