export const API_KEY_SCOPES = [
  'view',
  'orders',
  'executions',
  'prices',
  'approvals',
  'risk',
  'ops',
  'admin',
] as const;

export type ApiKeyScope = (typeof API_KEY_SCOPES)[number];

/** `GET /keys` answers `{ items: ApiKeyView[] }`, oldest first; revoked ones stay on the list. */
export interface ApiKeyView {
  /** 16 hex digits; `DELETE /keys/:id` revokes it, and processes notice within five seconds. */
  id: string;
  name: string;
  /** The person whose own key it is, which never reaches further than they do; null of a program. */
  owner: string | null;
  scopes: ApiKeyScope[];
  /** Accounts that it may see and trade for, `42*` for all that begin so; null for all. */
  accounts: string[] | null;
  /** The same of the users of orders. */
  users: string[] | null;
  createdAt: string;
  /** Null where it is good until it is revoked. */
  expiresAt: string | null;
  revokedAt: string | null;
}

/** `POST /keys`: a key reaches no further, and is good for no longer, than the one that makes it. */
export interface NewApiKeyRequest {
  name: string;
  scopes: ApiKeyScope[];
  /** Names of accounts, or beginnings of them with a `*` behind; left out for all. */
  accounts?: string[];
  /** The same of users. */
  users?: string[];
  /** An instant; left out, the key is good until it is revoked. */
  expiresAt?: string;
}

/** Answers `POST /keys` (201). */
export interface NewApiKeyView extends ApiKeyView {
  /** Shown this once. */
  token: string;
}
