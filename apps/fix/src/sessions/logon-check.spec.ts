import { Scope } from '@ome/platform';
import { type Field, FixMessage, messageText } from '@ome/fix';
import { LogonCheck } from './logon-check';

const KEYS = {
  all: { scopes: [Scope.Orders], entitlement: { accounts: null, users: null } },
  desk: { scopes: [Scope.Orders], entitlement: { accounts: ['42*'], users: null } },
  ops: { scopes: [Scope.Ops], entitlement: { accounts: null, users: null } },
};

let revoked: string[];
beforeEach(() => {
  revoked = [];
});

const found = (id: string) =>
  id in KEYS && !revoked.includes(id)
    ? { keyId: id, by: id, login: null, expiresAt: null, ...KEYS[id as keyof typeof KEYS] }
    : null;
const keys = {
  identify: (token: string) => Promise.resolve(found(token)),
  callerOf: (id: string) => Promise.resolve(found(id)),
};
const aCheck = (accounts: string[] | null = ['42'], needsKey = true) =>
  new LogonCheck(keys, { entitlement: { accounts, users: null }, needsKey });

const logon = (...fields: Field[]): FixMessage =>
  FixMessage.parse(messageText('FIX.4.4', [[35, 'A'], [34, 1], ...fields], ''))!;

test.each<[string, Field[], string | null]>([
  ['a key for all', [[554, 'all']], null],
  ['a key for its accounts', [[554, 'desk']], null],
  [
    'a key in RawData',
    [
      [95, 4],
      [96, 'desk'],
    ],
    null,
  ],
  ['no key', [], 'Password (554) is not a valid API key'],
  ['an unknown key', [[554, 'nobody']], 'Password (554) is not a valid API key'],
  ['a key without the scope', [[554, 'ops']], 'The API key lacks the scope orders'],
])('a Logon with %s', async (_name, fields, refusal) => {
  expect(await aCheck().refusal(logon(...fields))).toBe(refusal);
});

test('a key must be entitled to all that the session is', async () => {
  for (const accounts of [null, ['4*'], ['42', '43']]) {
    expect(await aCheck(accounts).refusal(logon([554, 'desk']))).toMatch('not entitled');
  }
});

test('an open engine asks for none', async () => {
  expect(await aCheck(null, false).refusal(logon())).toBeNull();
});

test('a session ends with its key', async () => {
  const check = aCheck();
  expect(await check.isStillValid()).toBe(true);
  await check.refusal(logon([554, 'desk']));
  expect(await check.isStillValid()).toBe(true);
  revoked = ['desk'];
  expect(await check.isStillValid()).toBe(false);
});
