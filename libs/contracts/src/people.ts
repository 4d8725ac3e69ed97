import type { ApiKeyScope, ApiKeyView } from './api-key-view';

export const ROLES = ['viewer', 'trader', 'ops', 'risk', 'admin'] as const;

export type RoleName = (typeof ROLES)[number];

/** How somebody signs in: by password and authenticator app, or at the identity provider. */
export const SIGN_IN_WAYS = ['password', 'oidc'] as const;

export type SignInWay = (typeof SIGN_IN_WAYS)[number];

/** What an administrator says of a person; `PUT /users/:login` replaces it. */
export interface UserTermsRequest {
  name: string;
  roles: RoleName[];
  /** As of an API key; left out for all. */
  accounts?: string[];
  users?: string[];
}

/** `POST /users`: nobody reaches further than who makes them. */
export interface NewUserRequest extends UserTermsRequest {
  /** Lower case letters, digits and `.`, `_`, `@`, `-`; journal and audit say `user:<login>`. */
  login: string;
  /** By default `password`. */
  signIn?: SignInWay;
}

/** `PUT /users/:login` */
export interface ChangedUserRequest extends UserTermsRequest {
  /** Nobody signs in, no session and no key of theirs is valid while it is true. */
  disabled?: boolean;
}

/** `GET /users` answers `{ items: UserView[] }`, by login. */
export interface UserView {
  login: string;
  name: string;
  roles: RoleName[];
  accounts: string[] | null;
  users: string[] | null;
  signIn: SignInWay;
  disabled: boolean;
  /** Whether a password is chosen, or the identity provider has said who it is. */
  hasSignedUp: boolean;
  createdAt: string;
}

/** Answers `POST /users` and `POST /users/:login/reset`. */
export interface SetupView {
  /** Shown this once: with it the person chooses a password. Null for the identity provider. */
  setupCode: string | null;
  setupExpiresAt: string | null;
}

export type NewUserView = UserView & SetupView;

/** `POST /session` */
export interface SignInRequest {
  login: string;
  password: string;
  /** Of the authenticator app, or a recovery code. */
  code: string;
}

/** `POST /session/setup` */
export interface SetupRequest {
  login: string;
  setupCode: string;
}

/** What an authenticator app has to know. */
export interface AuthenticatorView {
  /** For those who type it. */
  secret: string;
  uri: string;
  /** The address as an image for the app's camera: SVG. */
  qrCode: string;
}

/** `PUT /session/setup`: chooses a password, and signs in. */
export interface ChoosePasswordRequest extends SetupRequest {
  password: string;
  /** Of the authenticator app. */
  code: string;
}

export interface RecoveryCodesView {
  /** Shown this once: each signs in once in the place of the authenticator app. */
  recoveryCodes: string[];
}

/** Answers `POST /session/oidc/device`: what a person does in a browser on any machine. */
export interface DeviceSignInView {
  /** For the program that asks: it says which sign-in it means. */
  deviceCode: string;
  /** What the person types, or compares, at the identity provider. */
  userCode: string;
  verificationUri: string;
  /** The same with the code in it; null if the provider has no such address. */
  verificationUriComplete: string | null;
  /** How long to wait between two requests for the session. */
  intervalSeconds: number;
  expiresAt: string;
}

/** `POST /session/oidc/device/session` */
export interface DeviceCodeRequest {
  deviceCode: string;
}

/** With `signedIn` comes the cookie of the session. */
export interface DeviceStateView {
  state: 'waits' | 'signedIn';
}

/** `GET /session`: the person who asks. */
export interface SessionView {
  login: string;
  name: string;
  roles: RoleName[];
  scopes: ApiKeyScope[];
  accounts: string[] | null;
  users: string[] | null;
}

/** Answers `DELETE /session` and `DELETE /session/all`. */
export interface SignedOutView {
  /** Where the browser goes to sign out at the identity provider, too; null after a password. */
  endSessionUrl: string | null;
}

/** `GET /session/keys` answers `{ items: ApiKeyView[] }`, oldest first. */
export type OwnKeysView = { items: ApiKeyView[] };

/** `POST /session/keys`: a key of one's own, with all that one may by default. */
export interface OwnKeyRequest {
  name: string;
  scopes?: ApiKeyScope[];
  accounts?: string[];
  users?: string[];
  /** By default it is good until it is revoked. */
  expiresAt?: string;
}
