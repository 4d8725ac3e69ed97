import { Inject, Injectable } from '@nestjs/common';
import { actorOf, type Caller } from '@ome/composition';
import { Clock } from '@ome/engine';
import {
  type StoredUser,
  type StoredUserSession,
  UserSessionStore,
  UserStore,
} from '@ome/persistence';
import { createSecret, scopesOf, SecretBox, type Settings, SETTINGS } from '@ome/platform';
import { sessionCookie, sessionIdOf } from './session-cookie';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Not every request is worth a write. */
const SEEN_AGAIN_MS = MINUTE_MS;

/** What the identity provider said of a session. */
interface ProvidersSession {
  idToken: string | null;
  /** What it calls the session (`sid`). */
  session: string | null;
}

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
   * @param vouched what the identity provider said, if the person signed in there
   * @returns the cookie, for a Set-Cookie header
   */
  async open(
    { login }: Pick<StoredUser, 'login'>,
    secure: boolean,
    { idToken, session: providerSession }: ProvidersSession = { idToken: null, session: null },
  ): Promise<string> {
    const { secret: token } = createSecret();
    const id = sessionIdOf(token);
    const sealedIdToken = idToken === null ? null : new SecretBox(token).seal(idToken, id);
    const now = this.clock.now();
    const times = {
      createdAt: now,
      seenAt: now,
      expiresAt: new Date(now.getTime() + this.longestMs),
    };
    await this.store.add({ id, login, sealedIdToken, providerSession, ...times });
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

  /** @returns the ID token of the identity provider, for whoever signs out there as well */
  async end(token: string): Promise<string | null> {
    const id = sessionIdOf(token);
    const sealed = (await this.store.find(id))?.sealedIdToken ?? null;
    await this.store.end(id);
    return sealed && new SecretBox(token).open(sealed, id);
  }

  /** Ends what the identity provider calls one session. */
  async endOfProvider(session: string): Promise<void> {
    await this.store.endOfProvider(session);
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
