import { randomBytes } from 'node:crypto';
import { CallLog, type CallLimits, type LoggedCall } from '@ome/engine';
import { Redis } from 'ioredis';
import { connectRedis } from './redis-connection';
import { RedisCallBudget } from './redis-call-budget';
import { redisAt } from './testing/redis-at';

const LIMITS: CallLimits = {
  windows: [
    { name: 'second', ms: 1_000, limits: { cancel: 4, order: 3 } },
    { name: 'minute', ms: 60_000, limits: { cancel: 10, order: 8 } },
    { name: 'reads', ms: 1_000, limits: { read: 2 } },
  ],
  perDay: null,
};

class Log extends CallLog {
  readonly calls: LoggedCall[] = [];
  readonly days = new Map<string, number>();

  note(_route: string, call: LoggedCall): Promise<void> {
    this.calls.push(call);
    return Promise.resolve();
  }

  since(_route: string, from: Date): Promise<LoggedCall[]> {
    return Promise.resolve(this.calls.filter(({ at }) => at >= from));
  }

  countOfDay(_route: string, day: string, limit: number): Promise<boolean> {
    const calls = this.days.get(day) ?? 0;
    if (calls >= limit) return Promise.resolve(false);
    this.days.set(day, calls + 1);
    return Promise.resolve(true);
  }
}

describe('RedisCallBudget', () => {
  const redis = new Redis(process.env.REDIS_URL!);
  let log: Log;
  let route: string;
  let nowMs: number;

  beforeEach(() => {
    log = new Log();
    route = `spec-${randomBytes(6).toString('hex')}`;
    nowMs = Date.parse('2026-01-05T04:00:00Z');
  });
  afterAll(() => redis.quit());

  const now = () => new Date(nowMs);
  const budget = (limits = LIMITS, on = redis) =>
    new RedisCallBudget(redisAt(on, now), log, route, limits, now, (at) =>
      at.toISOString().slice(0, 10),
    );

  /** Makes calls that are over at once, without waiting, up to `tries` times. */
  async function taken(made: RedisCallBudget, kind: LoggedCall['kind'], tries: number) {
    let count = 0;
    for (let time = 0; time < tries; time += 1) {
      const call = await made.take(kind, now());
      call?.over();
      if (call) count += 1;
    }
    return count;
  }

  test('a window allows its limit, and more as it slides', async () => {
    const made = budget();
    expect(await taken(made, 'order', 5)).toBe(3);
    expect(await made.delayMs('order')).toBe(1_000);
    nowMs += 999;
    expect(await taken(made, 'order', 5)).toBe(0);
    nowMs += 1;
    expect(await taken(made, 'order', 5)).toBe(3);
  });

  test('no sliding second or minute ever exceeds its limit', async () => {
    const made = budget();
    const at: number[] = [];
    for (; nowMs < Date.parse('2026-01-05T04:03:00Z'); nowMs += 370) {
      const call = await made.take('order', now());
      call?.over();
      if (call) at.push(nowMs);
    }
    const most = (ms: number) =>
      Math.max(...at.map((from) => at.filter((time) => time >= from && time < from + ms).length));
    expect([most(1_000), most(60_000)]).toEqual([3, 8]);
    expect(at.length).toBeGreaterThanOrEqual(24);
  });

  test('a call counts until it has been over for the length of the window', async () => {
    const made = budget();
    const calls = [];
    for (let each = 0; each < 3; each += 1) calls.push(await made.take('order', now()));
    nowMs += 5_000;
    expect(await taken(made, 'order', 1)).toBe(0);
    expect(await made.delayMs('order')).toBeLessThan(1_000);
    calls.forEach((call) => call!.over());
    expect(await made.delayMs('order')).toBe(1_000);
    nowMs += 1_000;
    expect(await taken(made, 'order', 5)).toBe(3);
  });

  test('calls of a process that died do not count for ever', async () => {
    for (let each = 0; each < 3; each += 1) await budget().take('order', now());
    nowMs += 16_000;
    expect(await taken(budget(), 'order', 5)).toBe(3);
  });

  test('cancels have a reserve that orders cannot use', async () => {
    const made = budget();
    await taken(made, 'order', 5);
    expect(await taken(made, 'cancel', 5)).toBe(1);
  });

  test('reads are counted separately', async () => {
    const made = budget();
    await taken(made, 'order', 5);
    expect(await taken(made, 'read', 5)).toBe(2);
  });

  test('several processes share one budget', async () => {
    const other = new Redis(process.env.REDIS_URL!);
    const budgets = [budget(), budget(LIMITS, other)];
    const takes = Array.from({ length: 20 }, (_, index) => budgets[index % 2].take('order', now()));
    expect((await Promise.all(takes)).filter(Boolean)).toHaveLength(3);
    await other.quit();
  });

  test('windows lost by Redis are restored from the call log', async () => {
    await taken(budget(), 'order', 5);
    const keys = await redis.keys(`ome:calls:${route}*`);
    expect(keys.length).toBeGreaterThan(1);
    await redis.del(keys);
    expect(await taken(budget(), 'order', 5)).toBe(0);
    nowMs += 1_000;
    expect(await taken(budget(), 'order', 5)).toBe(3);
  });

  test('after a rate limit refusal the session pauses', async () => {
    const made = budget();
    await made.backOff(500);
    expect(await made.delayMs('cancel')).toBe(500);
    expect(await taken(made, 'read', 1)).toBe(0);
    nowMs += 501;
    expect(await taken(made, 'read', 1)).toBe(1);
  });

  test('waits for capacity until the deadline', async () => {
    const made = budget();
    await taken(made, 'read', 2);
    const waiting = made.take('read', new Date(nowMs + 1_000));
    setTimeout(() => (nowMs += 1_000), 100);
    expect(await waiting).not.toBeNull();
  });

  test('the daily limit lasts until the next day, with a reserve for cancels', async () => {
    const perDay = { order: 2, read: 1, cancel: 3 };
    const made = budget({ windows: [], perDay });
    expect(await taken(made, 'order', 5)).toBe(2);
    expect(await made.delayMs('order')).toBeGreaterThan(0);
    expect(await taken(made, 'cancel', 5)).toBe(1);
    nowMs += 24 * 60 * 60 * 1_000;
    expect(await made.delayMs('order')).toBe(0);
    expect(await taken(made, 'order', 5)).toBe(2);
  });

  test('processes with different clocks share one budget', async () => {
    const hour = { windows: [{ name: 'hour', ms: 3_600_000, limits: { order: 3 } }], perDay: null };
    const day = (at: Date) => at.toISOString().slice(0, 10);
    const made = [0, -7_200_000, 7_200_000].map(
      (aheadMs) =>
        new RedisCallBudget(redis, log, route, hour, () => new Date(Date.now() + aheadMs), day),
    );
    const takes = [];
    for (const each of [...made, ...made]) {
      takes.push(await each.take('order', new Date(0)));
    }
    expect(takes.map(Boolean)).toEqual([true, true, true, false, false, false]);
    await made[1].backOff(60_000);
    expect(await made[2].delayMs('read')).toBeGreaterThan(50_000);
  });

  test('a script error is a fault, not an outage of Redis', async () => {
    const made = budget();
    await taken(made, 'order', 1);
    await redis.set(`ome:calls:${route}:second`, 'no window');
    await expect(made.delayMs('order')).rejects.toThrow('WRONGTYPE');
    await expect(made.take('order', now())).rejects.toThrow('WRONGTYPE');
  });

  test('while Redis is down nothing is sent, as the limits are unknown', async () => {
    const away = connectRedis('redis://127.0.0.1:1');
    const made = budget(LIMITS, away);
    expect(await made.delayMs('order')).toBe(1_000);
    expect(await made.take('order', now())).toBeNull();
    away.disconnect();
  });
});
