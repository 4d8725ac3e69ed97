import { createHash } from 'node:crypto';

/** The session's user and key; only the stream needs them apart. */
export interface BreezeSessionParts {
  userId: string;
  sessionKey: string;
}

/** The timestamp of requests: whole seconds, with the milliseconds always zero. */
export const requestTimestamp = (now: Date): string => `${now.toISOString().slice(0, 19)}.000Z`;

/**
 * X-Checksum of a call: over exactly the bytes that are sent. The secret itself is never sent.
 * @param body `{}` if the call has no arguments
 */
export const requestChecksum = (timestamp: string, body: string, apiSecret: string): string =>
  `token ${createHash('sha256').update(`${timestamp}${body}${apiSecret}`).digest('hex')}`;

/** The session token is the Base64 of `userId:sessionKey`; null for anything else. */
export function sessionParts(sessionToken: string): BreezeSessionParts | null {
  const decoded = Buffer.from(sessionToken, 'base64').toString('utf8');
  const [, userId, sessionKey] = /^([^:]+):(.+)$/s.exec(decoded) ?? [];
  return userId && sessionKey ? { userId, sessionKey } : null;
}
