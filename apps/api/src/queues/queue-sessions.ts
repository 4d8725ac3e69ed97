import { REDIS, unlessAway } from '@ome/messaging';
import { createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable, ServiceUnavailableException } from '@nestjs/common';
import type { Redis } from 'ioredis';

const COOKIE = 'ome_queues';
const SECONDS = 60 * 60;

const redisKey = (session: string): string =>
  `ome:queues:${createHash('sha256').update(session).digest('hex')}`;

/**
 * Sessions of browsers on the queue board, as browsers send no API key when they navigate. The
 * cookie is random, is sent only to `/queues`, and is hidden from scripts.
 */
@Injectable()
export class QueueSessions {
  constructor(@Inject(REDIS) private readonly redis: Redis) {}

  /** @returns the cookie, for a Set-Cookie header */
  async open(keyId: string, secure: boolean): Promise<string> {
    const session = randomBytes(32).toString('base64url');
    await this.redis.set(redisKey(session), keyId, 'EX', SECONDS).catch(sayAway);
    return cookie(session, SECONDS, secure);
  }

  /** @returns the cookie that has the browser forget the other */
  async close(cookies: string | undefined, secure: boolean): Promise<string> {
    const session = sessionIn(cookies);
    if (session) await this.redis.del(redisKey(session)).catch(sayAway);
    return cookie('', 0, secure);
  }

  /** The key that opened a request's session; null without a session or without Redis. */
  async keyId(cookies: string | undefined): Promise<string | null> {
    const session = sessionIn(cookies);
    return session ? this.redis.get(redisKey(session)).catch(() => null) : null;
  }
}

function cookie(session: string, seconds: number, secure: boolean): string {
  const attributes = `Path=/queues; Max-Age=${seconds}; HttpOnly; SameSite=Strict`;
  return `${COOKIE}=${session}; ${attributes}${secure ? '; Secure' : ''}`;
}

const sessionIn = (cookies: string | undefined): string | undefined =>
  new RegExp(`(?:^|;\\s*)${COOKIE}=([\\w-]{43})(?:;|$)`).exec(cookies ?? '')?.[1];

function sayAway(error: unknown): never {
  unlessAway(error);
  throw new ServiceUnavailableException('Redis is away, and the queues with it; try again');
}
