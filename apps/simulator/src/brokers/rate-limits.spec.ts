import { breezeAccount } from '../testing/breeze-client';
import { FixedClock } from '../testing/fixed-clock';
import { flattradeAccount } from '../testing/flattrade-client';
import type { SimulatorConfig } from '../simulator.config';
import type { BrokerAccount } from './broker-account';
import { SIMULATED_BROKERS } from '../simulated-brokers';
import { type Excess, RateLimits } from './rate-limits';
import { type CallClass, SimulatedBrokers } from './simulated-broker';

const clock = (): FixedClock => new FixedClock();
const limitsBy = (of: FixedClock, limitFactor = 1): RateLimits =>
  new RateLimits({ limitFactor } as SimulatorConfig, of, new SimulatedBrokers(SIMULATED_BROKERS));

/** Makes this many calls, each `apartMs` after the one before; returns the limit each one broke. */
function take(
  limits: RateLimits,
  time: FixedClock,
  account: BrokerAccount,
  callClass: CallClass,
  calls: number,
  apartMs: number,
): (Excess | null)[] {
  return Array.from({ length: calls }, () => {
    const excess = limits.take(account, callClass);
    time.advance(apartMs);
    return excess;
  });
}

it.each([
  ['flattrade', flattradeAccount(), 'order', 10, 50, 'ordersPerSecond', 'second'],
  ['flattrade', flattradeAccount(), 'order', 40, 1_000, 'ordersPerMinute', 'minute'],
  ['flattrade', flattradeAccount(), 'other', 40, 20, 'othersPerSecond', 'second'],
  ['flattrade', flattradeAccount(), 'other', 200, 250, 'othersPerMinute', 'minute'],
  ['breeze', breezeAccount(), 'order', 10, 50, 'ordersPerSecond', 'second'],
  ['breeze', breezeAccount(), 'other', 100, 50, 'callsPerMinute', 'minute'],
  ['breeze', breezeAccount(), 'order', 100, 200, 'callsPerMinute', 'minute'],
  ['breeze', breezeAccount(), 'other', 5_000, 700, 'callsPerDay', 'day'],
] as const)(
  '%s accepts no more %s calls than it documents',
  (_broker, account, callClass, limit, apartMs, window, unit) => {
    const time = clock();
    const limits = limitsBy(time);
    const taken = take(limits, time, account, callClass, limit + 1, apartMs);
    expect(taken.slice(0, limit).every((excess) => excess === null)).toBe(true);
    expect(taken[limit]).toEqual({ window, unit, limit, count: limit + 1 });
  },
);

it('counts in sliding windows, and counts a refused call', () => {
  const time = clock();
  const limits = limitsBy(time);
  const account = flattradeAccount();
  take(limits, time, account, 'order', 10, 99);
  // The first of the ten is 990 ms ago, then a full second.
  expect(limits.take(account, 'order')).toMatchObject({ count: 11 });
  time.advance(10);
  expect(limits.take(account, 'order')).toMatchObject({ count: 11 });
  time.advance(1_000);
  expect(limits.take(account, 'order')).toBeNull();
});

it('counts the day from midnight in India', () => {
  const time = new FixedClock(new Date('2026-10-14T17:29:59.000Z'));
  const limits = limitsBy(time);
  const account = breezeAccount();
  take(limits, time, account, 'other', 3, 0);
  const day = () => limits.summary().find(({ window }) => window === 'callsPerDay');
  expect(day()).toMatchObject({ highest: 3 });
  time.advance(60 * 60_000 + 1_000);
  take(limits, time, account, 'other', 2, 0);
  expect(day()).toMatchObject({ highest: 3 });
  take(limits, time, account, 'other', 2, 0);
  expect(day()).toMatchObject({ highest: 4 });
});

it('counts each account and each class separately, and scales all by one factor', () => {
  const time = clock();
  const limits = limitsBy(time, 2);
  const [first, second] = [flattradeAccount(), flattradeAccount(undefined, 'FT2')];
  expect(take(limits, time, first, 'order', 20, 0).every((excess) => excess === null)).toBe(true);
  expect(limits.take(first, 'order')).toMatchObject({ limit: 20, count: 21 });
  expect(limits.take(first, 'other')).toBeNull();
  expect(limits.take(second, 'order')).toBeNull();
  expect(limits.summary()).toContainEqual({
    broker: 'flattrade',
    account: 'FT1',
    window: 'ordersPerSecond',
    limit: 20,
    highest: 21,
  });
});

it('stays exact over many calls', () => {
  const time = clock();
  const limits = limitsBy(time, 100);
  const account = flattradeAccount();
  const taken = take(limits, time, account, 'other', 25_000, 1);
  expect(taken.findIndex((excess) => excess !== null)).toBe(20_000);
});
