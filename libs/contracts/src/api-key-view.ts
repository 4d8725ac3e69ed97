export const API_KEY_SCOPES = ['orders', 'executions', 'prices', 'ops', 'admin'] as const;

export type ApiKeyScope = (typeof API_KEY_SCOPES)[number];

/** `GET /keys` answers `{ items: ApiKeyView[] }`, oldest first; revoked ones stay on the list. */
export interface ApiKeyView {
  /** 16 hex digits; `DELETE /keys/:id` revokes it, and processes notice within five seconds. */
  id: string;
  name: string;
  scopes: ApiKeyScope[];
  createdAt: string;
  revokedAt: string | null;
}

/** `POST /keys` */
export interface NewApiKeyRequest {
  name: string;
  scopes: ApiKeyScope[];
}

/** Answers `POST /keys` (201). */
export interface NewApiKeyView extends ApiKeyView {
  /** Shown this once. */
  token: string;
}
