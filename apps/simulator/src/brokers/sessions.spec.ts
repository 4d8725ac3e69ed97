import { flattradeAccount } from '../testing/flattrade-client';
import { FixedClock } from '../testing/fixed-clock';
import type { SimulatorConfig } from '../simulator.config';
import { Sessions } from './sessions';

const account = flattradeAccount();
const other = flattradeAccount(undefined, 'FT2');
let clock: FixedClock;
let sessions: Sessions;
beforeEach(() => {
  clock = new FixedClock();
  sessions = new Sessions({ brokers: [account, other] } as unknown as SimulatorConfig, clock);
});

const logIn = () => sessions.open(account, 'token', sessions.issueCode(account));

it('accepts a code once, for its account, and for five minutes', () => {
  const code = sessions.issueCode(account);
  expect(sessions.open(other, 'token', code)).toBeNull();
  expect(sessions.open(account, 'token', code)).not.toBeNull();
  expect(sessions.open(account, 'token', code)).toBeNull();
  expect(sessions.open(account, 'token', 'made up')).toBeNull();
  const late = sessions.issueCode(account);
  clock.advance(5 * 60_000 + 1);
  expect(sessions.open(account, 'token', late)).toBeNull();
  expect(sessions.knowsCode(account, late)).toBe(true);
  expect(sessions.knowsCode(other, late)).toBe(false);
});

it('ends a session at the next login, with another token, and notifies listeners', () => {
  const over: string[] = [];
  sessions.onExpiry(({ userId }) => over.push(userId));
  const first = logIn();
  expect(over).toEqual([]);
  const second = logIn();
  expect(over).toEqual(['FT1']);
  expect(second?.token).not.toBe(first?.token);
  expect(sessions.byToken('flattrade', first?.token ?? '')).toBeUndefined();
  expect(sessions.byToken('flattrade', second?.token ?? '')).toBe(account);
  expect(sessions.byToken('breeze', second?.token ?? '')).toBeUndefined();
  sessions.expire(account);
  sessions.expire(account);
  expect(over).toEqual(['FT1', 'FT1']);
  expect(sessions.sessionOf(account)).toBeUndefined();
});
