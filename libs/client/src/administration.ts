import type {
  ApiKeyView,
  AuthenticatorView,
  ChangedUserRequest,
  ChoosePasswordRequest,
  DeviceCodeRequest,
  DeviceSignInView,
  DeviceStateView,
  FixMessageView,
  FixSessionLogoutRequest,
  FixSessionRequest,
  FixSessionResetRequest,
  FixSessionView,
  HoldingsView,
  InspectionView,
  NewApiKeyRequest,
  NewApiKeyView,
  NewUserRequest,
  NewUserView,
  OwnKeyRequest,
  OwnKeysView,
  Page,
  PageRequest,
  RebuildView,
  RecoveryCodesView,
  SessionView,
  SetupRequest,
  SetupView,
  SignedOutView,
  SignInRequest,
  UserView,
} from '@ome/contracts';
import { type CallOptions, pathOf, type PostOptions, type Transport } from './transport';

/** API keys. */
export class Keys {
  constructor(private readonly transport: Transport) {}

  /** Oldest first, revoked ones too. */
  list(options?: CallOptions): Promise<{ items: ApiKeyView[] }> {
    return this.transport.get('/keys', options);
  }

  /** Only this answer contains the token. */
  create(key: NewApiKeyRequest, options?: PostOptions): Promise<NewApiKeyView> {
    return this.transport.post('/keys', { ...options, body: key });
  }

  /** Every process notices within seconds. */
  revoke(id: string, options?: CallOptions): Promise<void> {
    return this.transport.delete(pathOf('/keys/{}', id), options);
  }
}

/** People who sign in. */
export class Users {
  constructor(private readonly transport: Transport) {}

  /** By login. */
  list(options?: CallOptions): Promise<{ items: UserView[] }> {
    return this.transport.get('/users', options);
  }

  /** Only this answer contains the code by which the person chooses a password. */
  create(user: NewUserRequest, options?: PostOptions): Promise<NewUserView> {
    return this.transport.post('/users', { ...options, body: user });
  }

  /** Replaces all that an administrator says of a person; in force at once. */
  change(login: string, user: ChangedUserRequest, options?: CallOptions): Promise<UserView> {
    return this.transport.put(pathOf('/users/{}', login), { ...options, body: user });
  }

  /** Takes password and authenticator app away; the person chooses anew with the code. */
  reset(login: string, options?: PostOptions): Promise<SetupView> {
    return this.transport.post(pathOf('/users/{}/reset', login), options);
  }

  /** Ends all sessions of a person. */
  signOut(login: string, options?: CallOptions): Promise<void> {
    return this.transport.delete(pathOf('/users/{}/sessions', login), options);
  }
}

/**
 * The session of a person. A browser keeps the cookie of it by itself; other programs make a key of
 * the person's own.
 */
export class UserSession {
  constructor(private readonly transport: Transport) {}

  /** Who is signed in; OmeProblem 401 if nobody is. */
  show(options?: CallOptions): Promise<SessionView> {
    return this.transport.get('/session', options);
  }

  open(given: SignInRequest, options?: CallOptions): Promise<void> {
    return this.transport.post('/session', { ...options, body: given });
  }

  /** What an authenticator app has to know. */
  authenticator(given: SetupRequest, options?: CallOptions): Promise<AuthenticatorView> {
    return this.transport.post('/session/setup', { ...options, body: given });
  }

  /** Chooses a password, and signs in; only this answer contains the recovery codes. */
  setUp(given: ChoosePasswordRequest, options?: CallOptions): Promise<RecoveryCodesView> {
    return this.transport.put('/session/setup', { ...options, body: given });
  }

  /** Begins a sign-in at the identity provider that a browser on any machine completes. */
  beginOnDevice(options?: CallOptions): Promise<DeviceSignInView> {
    return this.transport.post('/session/oidc/device', options);
  }

  /** Opens the session once the person has completed it; OmeProblem 429 if it is asked too soon. */
  openOnDevice(given: DeviceCodeRequest, options?: CallOptions): Promise<DeviceStateView> {
    return this.transport.post('/session/oidc/device/session', { ...options, body: given });
  }

  close(options?: CallOptions): Promise<SignedOutView> {
    return this.transport.delete('/session', options);
  }

  /** Signs out in every browser. */
  closeAll(options?: CallOptions): Promise<SignedOutView> {
    return this.transport.delete('/session/all', options);
  }

  /** Keys of one's own, oldest first. */
  keys(options?: CallOptions): Promise<OwnKeysView> {
    return this.transport.get('/session/keys', options);
  }

  /** Only this answer contains the token. */
  createKey(key: OwnKeyRequest, options?: PostOptions): Promise<NewApiKeyView> {
    return this.transport.post('/session/keys', { ...options, body: key });
  }

  revokeKey(id: string, options?: CallOptions): Promise<void> {
    return this.transport.delete(pathOf('/session/keys/{}', id), options);
  }
}

/** FIX sessions of counterparties; the FIX gateway notices changes within seconds. */
export class FixSessions {
  constructor(private readonly transport: Transport) {}

  /** By CompID, with the sequence numbers of each. */
  list(options?: CallOptions): Promise<{ items: FixSessionView[] }> {
    return this.transport.get('/fix/sessions', options);
  }

  /** Creates or replaces a session; what the request leaves out is the default. */
  set(compId: string, session: FixSessionRequest, options?: CallOptions): Promise<FixSessionView> {
    return this.transport.put(pathOf('/fix/sessions/{}', compId), { ...options, body: session });
  }

  /** Its messages stay in the log. */
  remove(compId: string, options?: CallOptions): Promise<void> {
    return this.transport.delete(pathOf('/fix/sessions/{}', compId), options);
  }

  /** What the engine sent in a session, the newest first. */
  messages(
    compId: string,
    page?: PageRequest,
    options?: CallOptions,
  ): Promise<Page<FixMessageView>> {
    const path = pathOf('/fix/sessions/{}/messages', compId);
    return this.transport.get(path, { ...options, query: page });
  }

  /** Ends the connection; the counterparty may log on again. */
  logout(compId: string, body: FixSessionLogoutRequest, options?: PostOptions): Promise<void> {
    return this.transport.post(pathOf('/fix/sessions/{}/logout', compId), { ...options, body });
  }

  /** Restarts both sequence numbers at 1; what was not fetched yet is not sent again. */
  reset(compId: string, body: FixSessionResetRequest, options?: PostOptions): Promise<void> {
    return this.transport.post(pathOf('/fix/sessions/{}/reset', compId), { ...options, body });
  }
}

/** The read models, rebuilt from the journal. */
export class Rebuild {
  constructor(private readonly transport: Transport) {}

  /** OmeProblem 409 while one runs. */
  start(options?: PostOptions): Promise<RebuildView> {
    return this.transport.post('/rebuild', options);
  }

  /** The last one, and its progress. */
  show(options?: CallOptions): Promise<RebuildView> {
    return this.transport.get('/rebuild', options);
  }
}

/** The contents of each collection and queue, the followers of the feed, and the leaders. */
export class Inspection {
  constructor(private readonly transport: Transport) {}

  show(options?: CallOptions): Promise<InspectionView> {
    return this.transport.get('/inspection', options);
  }

  /** The contents of one collection or queue; OmeProblem 404 if it does not exist. */
  holdings(
    name: string,
    query: { limit?: number } = {},
    options?: CallOptions,
  ): Promise<HoldingsView> {
    return this.transport.get(pathOf('/inspection/{}', name), { ...options, query });
  }
}
