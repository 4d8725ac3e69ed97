import { UnauthorizedException } from '@nestjs/common';

const NAME = 'ome_sign_in';
const SECONDS = 10 * 60;
const FOUND = new RegExp(`(?:^|;\\s*)(?:__Host-)?${NAME}=([\\w-]{43})(?:;|$)`);

/**
 * What a browser keeps while it is at the identity provider. It comes back from a page of another
 * site, so the cookie is Lax. An empty secret has the browser forget it.
 */
export function tryCookie(secret: string, secure: boolean): string {
  const age = secret === '' ? 0 : SECONDS;
  const attributes = `Path=/; Max-Age=${age}; HttpOnly; SameSite=Lax`;
  return secure
    ? `__Host-${NAME}=${secret}; ${attributes}; Secure`
    : `${NAME}=${secret}; ${attributes}`;
}

/** @throws UnauthorizedException if the browser began no sign-in lately */
export function trySecretIn(cookies: string | undefined): string {
  const secret = FOUND.exec(cookies ?? '')?.[1];
  if (secret) return secret;
  throw new UnauthorizedException('The sign-in took too long, or began elsewhere; try again');
}
