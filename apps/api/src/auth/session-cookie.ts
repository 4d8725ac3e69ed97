import { hashSecret } from '@ome/platform';

/** Browsers take a cookie named so only over TLS, for this host alone. */
const HOST_ONLY = '__Host-';
const NAME = 'ome_session';
const FOUND = new RegExp(`(?:^|;\\s*)(?:${HOST_ONLY})?${NAME}=([\\w-]{43})(?:;|$)`);

/** A cookie of everything here that no script and no other site gets. */
export function sessionCookie(token: string, seconds: number, secure: boolean): string {
  const attributes = `Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict`;
  return secure
    ? `${HOST_ONLY}${NAME}=${token}; ${attributes}; Secure`
    : `${NAME}=${token}; ${attributes}`;
}

/** Has the browser forget it. */
export const endedCookie = (secure: boolean): string => sessionCookie('', 0, secure);

export const sessionTokenIn = (cookies: string | undefined): string | null =>
  FOUND.exec(cookies ?? '')?.[1] ?? null;

/** By which a session is stored. */
export const sessionIdOf = (token: string): string => hashSecret(token);
