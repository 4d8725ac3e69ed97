import { Inject, Injectable, HttpStatus } from '@nestjs/common';
import type { Problem } from '@ome/contracts';
import { Clock } from '@ome/engine';
import { REDIS } from '@ome/messaging';
import { isOpen, type Settings, SETTINGS, mayDo, Scope } from '@ome/platform';
import type { Redis } from 'ioredis';
import type { FastifyInstance } from 'fastify';
import { type Callers, credentialOf } from '../auth/callers';
import { problem, sendProblem } from '../problems/problem.filter';
import { takenBy } from './takes.decorator';

export const RATE_WINDOW_MS = 1_000;
/** By then nobody asks for the window any more. */
const KEPT_MS = 5_000;
const SHARE_MS = 25;
const NAMESPACE = 'ome:rate:';

/** Who asks: a person or a valid key, or whoever is neither, by address. */
export interface Asker {
  by: string | null;
  address: string;
}

/**
 * Counts requests of a second here and, by way of Redis, in all processes together. No request waits
 * for Redis: what the others have counted is known a moment later, and while Redis is away each
 * process counts for itself.
 */
@Injectable()
export class RateLimit {
  private readonly perKey: number;
  private readonly perAddress: number;
  private window = 0;
  private counts = new Map<string, number>();
  /** Of the window, what Redis has not been told yet. */
  private unshared = new Map<string, number>();
  private sharing: NodeJS.Timeout | undefined;

  constructor(
    @Inject(REDIS) private readonly redis: Redis,
    private readonly clock: Clock,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.perKey = settings.RATE_LIMIT;
    // While the engine is open, callers have no key.
    this.perAddress = isOpen(settings) ? settings.RATE_LIMIT : settings.RATE_LIMIT_PER_ADDRESS;
  }

  /** Counts one more of them. The limit, where that is more than it allows; null where it is not. */
  exceeded({ by, address }: Asker): number | null {
    const [whose, limit] =
      by === null ? [`ip:${networkOf(address)}`, this.perAddress] : [by, this.perKey];
    return limit > 0 && this.count(whose) > limit ? limit : null;
  }

  /** How many there were in this second, as far as it is known here. */
  private count(whose: string): number {
    const window = Math.floor(this.clock.now().getTime() / RATE_WINDOW_MS);
    if (window !== this.window) {
      this.window = window;
      this.counts = new Map();
      this.unshared = new Map();
    }
    const count = (this.counts.get(whose) ?? 0) + 1;
    this.counts.set(whose, count);
    if (this.redis.status === 'ready') {
      this.unshared.set(whose, (this.unshared.get(whose) ?? 0) + 1);
      this.sharing ??= setTimeout(() => void this.share(), SHARE_MS).unref();
    }
    return count;
  }

  /** Many requests cost one round trip to Redis. */
  private async share(): Promise<void> {
    const { window, unshared } = this;
    this.sharing = undefined;
    this.unshared = new Map();
    const pipeline = this.redis.pipeline();
    for (const [whose, count] of unshared) {
      const key = `${NAMESPACE}${window}:${whose}`;
      pipeline.incrby(key, count).pexpire(key, KEPT_MS);
    }
    const answers = await pipeline.exec().catch(() => null);
    if (window !== this.window) return;
    [...unshared.keys()].forEach((whose, index) => {
      const everywhere = Number(answers?.[2 * index]?.[1] ?? 0) + (this.unshared.get(whose) ?? 0);
      if (everywhere > (this.counts.get(whose) ?? 0)) this.counts.set(whose, everywhere);
    });
  }
}

/** Whoever has one address of IPv6 has the 2^64 beside it. */
export function networkOf(address: string): string {
  const [, mapped] = /^::ffff:([\d.]+)$/i.exec(address) ?? [];
  if (mapped !== undefined) return mapped;
  if (!URL.canParse(`http://[${address}]`)) return address;
  const [head, tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const groups = head.split(':').filter(Boolean);
  const rest = tail?.split(':').filter(Boolean) ?? [];
  const zeros = Array.from({ length: 8 - groups.length - rest.length }, () => '0');
  return [...groups, ...zeros, ...rest].slice(0, 4).join(':');
}

/**
 * Refuses before anything of a request is read or looked up, whatever its path. What links report is
 * never too much: how often a market trades is not theirs to say.
 */
export function limitRate(
  fastify: FastifyInstance,
  callers: Callers,
  rateLimit: RateLimit,
  open: boolean,
): void {
  fastify.addHook('onRequest', async (request, reply) => {
    // A key counts where it is valid: made-up ones would each have a fresh limit, or use up another's.
    const caller =
      credentialOf(request.headers) && (await callers.authenticate(request).catch(() => null));
    const mayReport = caller ? mayDo(caller.scopes, Scope.Executions) : open;
    if (mayReport && takenBy(request).reports) return;
    const limit = rateLimit.exceeded({ by: caller?.by ?? null, address: request.ip });
    if (limit === null) return;
    void reply.header('retry-after', String(RATE_WINDOW_MS / 1_000));
    // Thrown, it would cost as much as what it refuses.
    sendProblem(request, reply, tooMany(limit));
    return reply;
  });
}

const tooMany = (limit: number): Problem =>
  problem(
    HttpStatus.TOO_MANY_REQUESTS,
    `More than ${limit} requests a second; continue after a second`,
  );
