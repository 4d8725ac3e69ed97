import { HttpException, HttpStatus, Inject, Injectable } from '@nestjs/common';
import { Clock } from '@ome/engine';
import { REDIS } from '@ome/messaging';
import { hashSecret } from '@ome/platform';
import type { Redis } from 'ioredis';
import { networkOf } from '../http/rate-limit';

const WINDOW_MS = 60_000;
const PER_LOGIN = 5;
const PER_NETWORK = 20;
/** Whoever keeps to the interval of a sign-in on another device asks 12 times. */
const PER_DEVICE = 15;
const NAMESPACE = 'ome:sign-in:';

/**
 * How often somebody may try to sign in, counted by all processes together, and by each for itself
 * while Redis is away. Whoever is locked out waits a minute: nobody can lock another one out for good.
 */
@Injectable()
export class SignInTries {
  private window = 0;
  private counts = new Map<string, number>();

  constructor(
    @Inject(REDIS) private readonly redis: Redis,
    private readonly clock: Clock,
  ) {}

  /**
   * @param login null where it is not said yet
   * @throws HttpException beyond so many a minute, of a login or an address
   */
  async take(login: string | null, address: string): Promise<void> {
    const [ofNetwork, ofLogin] = await Promise.all([
      this.count(`ip:${networkOf(address)}`),
      login === null ? 0 : this.count(`login:${login}`),
    ]);
    if (ofNetwork <= PER_NETWORK && ofLogin <= PER_LOGIN) return;
    throw tooMany('Too many tries to sign in; try again after a minute');
  }

  /** @throws HttpException beyond so many a minute of one sign-in on another device */
  async ask(deviceCode: string): Promise<void> {
    if ((await this.count(`device:${hashSecret(deviceCode)}`)) > PER_DEVICE) throw tooSoon();
  }

  private async count(whose: string): Promise<number> {
    const window = Math.floor(this.clock.now().getTime() / WINDOW_MS);
    if (window !== this.window) {
      this.window = window;
      this.counts = new Map();
    }
    const here = (this.counts.get(whose) ?? 0) + 1;
    this.counts.set(whose, here);
    if (this.redis.status !== 'ready') return here;
    const key = `${NAMESPACE}${window}:${whose}`;
    const answers = await this.redis
      .multi()
      .incr(key)
      .pexpire(key, WINDOW_MS)
      .exec()
      .catch(() => null);
    return Math.max(here, Number(answers?.[0]?.[1] ?? 0));
  }
}

const tooMany = (why: string): HttpException =>
  new HttpException(why, HttpStatus.TOO_MANY_REQUESTS);

export const tooSoon = (): HttpException => tooMany('Too soon; ask five seconds less often');
