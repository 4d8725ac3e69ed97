import { REDIS } from '@ome/messaging';
import { createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Redis } from 'ioredis';

const COOKIE = 'ome_queues';
const SECONDS = 60 * 60;

const redisKey = (session: string): string =>
  `ome:queues:${createHash('sha256').update(session).digest('hex')}`;

/**
 * Sessions of browsers that look at the queues, for these send no header of ours when they navigate.
 * The cookie is random and says nothing of the key; it goes to `/queues` alone, and to no script.
 */
@Injectable()
export class QueueSessions {
  constructor(@Inject(REDIS) private readonly redis: Redis) {}

  /** @returns the cookie, for a Set-Cookie header */
  async open(keyId: string, secure: boolean): Promise<string> {
    const session = randomBytes(32).toString('base64url');
    await this.redis.set(redisKey(session), keyId, 'EX', SECONDS);
    const attributes = `Path=/queues; Max-Age=${SECONDS}; HttpOnly; SameSite=Strict`;
    return `${COOKIE}=${session}; ${attributes}${secure ? '; Secure' : ''}`;
  }

  /** The key that a request's session was opened with; null without one, or without Redis. */
  async keyId(cookies: string | undefined): Promise<string | null> {
    const [, session] =
      new RegExp(`(?:^|;\\s*)${COOKIE}=([\\w-]{43})(?:;|$)`).exec(cookies ?? '') ?? [];
    return session ? this.redis.get(redisKey(session)).catch(() => null) : null;
  }
}
