import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CallBudgetView } from '@ome/contracts';
import type {
  CallBudget,
  CallKind,
  CallLimits,
  CallLog,
  CallWindow,
  LoggedCall,
  TakenCall,
} from '@ome/engine';
import type { Redis } from 'ioredis';
import { unlessAway } from './redis-connection';

const KEPT_LONGER_MS = 60_000;
/** A call takes no longer; one whose process died counts for this long, and a window's length. */
const LONGEST_CALL_MS = 15_000;
/** How soon to look again if only calls that are not over yet stand in the way. */
const NOT_OVER_MS = 50;

/** Redis's clock in milliseconds, as the clocks of the processes differ. */
const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)`;

/** KEYS: the pause. ARGV: its length. */
const BACK_OFF = `${NOW}
redis.call('SET', KEYS[1], now + ARGV[1], 'PX', math.ceil(ARGV[1]))`;

/**
 * The time until which a call was under way, if the windows still hold it. KEYS: the windows. ARGV:
 * its id.
 */
const OVER = `${NOW}
for window = 1, #KEYS do redis.call('ZADD', KEYS[window], 'XX', now, ARGV[1]) end`;

/**
 * Checks, or takes capacity in, all windows at once. Libraries that count fixed windows would let
 * twice the limit through a sliding window. A call counts from when it is taken until it has been over
 * for a window's length, because a slow call arrives at the broker late. KEYS: a mark, a pause, and the windows. ARGV: the id of
 * the call ('' to check only), and for each window its length and limit. Returns the milliseconds
 * to wait, or -1 if Redis has lost the windows.
 */
const TAKE = `
if redis.call('EXISTS', KEYS[1]) == 0 then return -1 end
${NOW}
local id = ARGV[1]
local wait = math.max(tonumber(redis.call('GET', KEYS[2]) or '0') - now, 0)
for window = 3, #KEYS do
  local ms, limit = tonumber(ARGV[window * 2 - 4]), tonumber(ARGV[window * 2 - 3])
  redis.call('ZREMRANGEBYSCORE', KEYS[window], '-inf', now - ms)
  local excess = redis.call('ZCARD', KEYS[window]) - limit
  if excess >= 0 then
    local last = redis.call('ZRANGE', KEYS[window], excess, excess, 'WITHSCORES')
    local over = tonumber(last[2])
    wait = math.max(wait, over > now and ${NOT_OVER_MS} or over + ms - now)
  end
end
if wait == 0 and id ~= '' then
  for window = 3, #KEYS do
    redis.call('ZADD', KEYS[window], now + ${LONGEST_CALL_MS}, id)
    redis.call('PEXPIRE', KEYS[window], ARGV[window * 2 - 4] + ${KEPT_LONGER_MS})
  end
end
return math.ceil(wait)`;

/** While Redis is down nothing is sent, as the limits are unknown. */
const REDIS_AWAY_MS = 1_000;
const DAY_IS_OVER_MS = 60_000;

/** The rate limits of one broker session, counted in Redis for all processes. */
export class RedisCallBudget implements CallBudget {
  private readonly mark: string;
  private readonly pause: string;
  /** The market day whose limit is used up, by kind. */
  private readonly spent = new Map<CallKind, string>();

  /** @param dayOf the market day of an instant, `YYYY-MM-DD` */
  constructor(
    private readonly redis: Redis,
    private readonly log: CallLog,
    private readonly route: string,
    private readonly limits: CallLimits,
    private readonly now: () => Date,
    private readonly dayOf: (instant: Date) => string,
  ) {
    this.mark = markKey(route);
    this.pause = pauseKey(route);
  }

  async delayMs(kind: CallKind): Promise<number> {
    if (this.spent.get(kind) === this.dayOf(this.now())) return DAY_IS_OVER_MS;
    return this.ask(kind, '');
  }

  async take(kind: CallKind, deadline: Date): Promise<TakenCall | null> {
    const call = { id: randomUUID(), kind };
    for (;;) {
      const waitMs = await this.ask(kind, call.id);
      if (waitMs === 0) return this.record({ ...call, at: this.now() });
      if (this.now().getTime() + waitMs > deadline.getTime()) return null;
      await sleep(waitMs);
    }
  }

  async backOff(ms: number): Promise<void> {
    await this.redis.eval(BACK_OFF, 1, this.pause, ms).catch(unlessAway);
  }

  private async record(call: LoggedCall): Promise<TakenCall | null> {
    const { perDay } = this.limits;
    const day = this.dayOf(call.at);
    if (perDay && !(await this.log.countOfDay(this.route, day, perDay[call.kind]))) {
      this.spent.set(call.kind, day);
      this.over(call);
      return null;
    }
    await this.log.note(this.route, call);
    return { over: () => this.over(call) };
  }

  /** If Redis does not hear of it, the call counts for longer. */
  private over({ kind, id }: LoggedCall): void {
    const keys = this.windowsOf(kind).map((window) => this.key(window));
    this.redis.eval(OVER, keys.length, ...keys, id).catch(() => undefined);
  }

  private async ask(kind: CallKind, id: string): Promise<number> {
    try {
      const waitMs = await this.evaluate(kind, id);
      if (waitMs >= 0) return waitMs;
      await this.fillAgain();
      return Math.max(await this.evaluate(kind, id), 0);
    } catch (error) {
      unlessAway(error);
      return REDIS_AWAY_MS;
    }
  }

  private async evaluate(kind: CallKind, id: string): Promise<number> {
    const windows = this.windowsOf(kind);
    const keys = [this.mark, this.pause, ...windows.map((window) => this.key(window))];
    const args = windows.flatMap(({ ms, limits }) => [ms, limits[kind]!]);
    return Number(await this.redis.eval(TAKE, keys.length, ...keys, id, ...args));
  }

  /** Redis lost the windows, or never had them: they are filled from the call log. */
  private async fillAgain(): Promise<void> {
    const longestMs = Math.max(...this.limits.windows.map(({ ms }) => ms));
    const now = this.now().getTime();
    const calls = await this.log.since(this.route, new Date(now - longestMs));
    const aheadMs = (await timeOf(this.redis)) - now;
    const filling = this.redis.multi();
    for (const window of this.limits.windows) {
      const counted = calls.filter(({ kind }) => window.limits[kind] !== undefined);
      for (const { id, at } of counted) {
        filling.zadd(this.key(window), at.getTime() + aheadMs, id);
      }
      filling.pexpire(this.key(window), window.ms + KEPT_LONGER_MS);
    }
    await filling.set(this.mark, this.now().toISOString()).exec();
  }

  private windowsOf(kind: CallKind): CallWindow[] {
    return this.limits.windows.filter(({ limits }) => limits[kind] !== undefined);
  }

  private key(window: CallWindow): string {
    return windowKey(this.route, window);
  }
}

const markKey = (route: string): string => `ome:calls:${route}`;
const pauseKey = (route: string): string => `ome:calls:${route}:pause`;
const windowKey = (route: string, { name }: CallWindow): string => `ome:calls:${route}:${name}`;

const timeOf = async (redis: Redis): Promise<number> => {
  const [seconds, microseconds] = await redis.time();
  return Number(seconds) * 1_000 + Math.floor(Number(microseconds) / 1_000);
};

/** The usage of a session's windows, for display; rejects while Redis is down. */
export async function callUsage(
  redis: Redis,
  route: string,
  { windows }: CallLimits,
): Promise<Pick<CallBudgetView, 'windows' | 'pausedUntil'>> {
  const now = await timeOf(redis);
  const [pausedUntil, ...used] = await Promise.all([
    redis.get(pauseKey(route)),
    ...windows.map((window) => redis.zcount(windowKey(route, window), now - window.ms, '+inf')),
  ]);
  return {
    windows: windows.map(({ name, ms, limits }, index) => ({
      name,
      windowMs: ms,
      used: used[index] ?? 0,
      limits,
    })),
    pausedUntil:
      pausedUntil !== null && Number(pausedUntil) > now
        ? new Date(Number(pausedUntil)).toISOString()
        : null,
  };
}

/** Creates the budgets of sessions that share a Redis and a market. */
export const redisCallBudgets =
  (redis: Redis, log: CallLog, now: () => Date, dayOf: (instant: Date) => string) =>
  (route: string, limits: CallLimits): CallBudget =>
    new RedisCallBudget(redis, log, route, limits, now, dayOf);
