import {
  covers,
  type Entitlement,
  EVERYTHING,
  isEntitledTo,
  isEntitledToAccount,
  isEntitledToAll,
  isEntitledToUser,
  overlap,
} from './entitlement';

const of = (accounts: string[] | null, users: string[] | null = null): Entitlement => ({
  accounts,
  users,
});

test.each<[Entitlement, string, string | null, boolean]>([
  [EVERYTHING, '42', null, true],
  [of(['42']), '42', '7', true],
  [of(['42']), '421', '7', false],
  [of(['42*']), '421', null, true],
  [of(['42*']), '42', null, true],
  [of(['42*']), '43', null, false],
  [of(['4.2*']), '4x2', null, false],
  [of(['7', '43']), '43', null, true],
  [of([]), '42', null, false],
  [of(['*']), '42', null, true],
  [of(null, ['7']), '42', '7', true],
  [of(null, ['7']), '42', '8', false],
  [of(null, ['7']), '42', null, false],
  [of(null, ['*']), '42', null, false],
  [of(['42'], ['7']), '42', '7', true],
  [of(['42'], ['7']), '43', '7', false],
])('%j to an order of account %s and user %s: %s', (entitlement, account, userId, is) => {
  expect(isEntitledTo(entitlement, { account, userId })).toBe(is);
});

test('what belongs to an account as a whole is for those who see all of its users', () => {
  expect(isEntitledToAccount(of(['42']), '42')).toBe(true);
  expect(isEntitledToAccount(of(['42']), '43')).toBe(false);
  expect(isEntitledToAccount(of(['42'], ['7']), '42')).toBe(false);
  expect(isEntitledToUser(of(null, ['7']), '7')).toBe(true);
  expect(isEntitledToUser(of(null, ['7']), '8')).toBe(false);
  expect(isEntitledToUser(of(['42']), '7')).toBe(false);
  expect([EVERYTHING, of(['*']), of(null, ['*'])].map(isEntitledToAll)).toEqual([
    true,
    false,
    false,
  ]);
});

test.each<[Entitlement, Entitlement, boolean]>([
  [EVERYTHING, EVERYTHING, true],
  [EVERYTHING, of(['42']), true],
  [of(['42']), EVERYTHING, false],
  [of(['42', '43']), of(['43']), true],
  [of(['42']), of(['42', '43']), false],
  [of(['42*']), of(['421', '42*', '420*']), true],
  [of(['42*']), of(['4*']), false],
  [of(['42']), of(['42*']), false],
  [of(['42']), of(['42'], ['7']), true],
  [of(['42'], ['7']), of(['42']), false],
  [of(null, ['7']), of(['42'], ['7']), true],
])('%j covers %j: %s', (one, other, does) => {
  expect(covers(one, other)).toBe(does);
});

test.each<[Entitlement, Entitlement, Entitlement | null]>([
  [EVERYTHING, EVERYTHING, EVERYTHING],
  [EVERYTHING, of(['42']), of(['42'])],
  [of(['42*']), of(['421', '4*', '43']), of(['42*', '421'])],
  [of(['42']), of(['43']), null],
  [of(['42']), of(['42'], ['7']), of(['42'], ['7'])],
  [of(null, ['7']), of(['42'], ['8']), null],
])('%j and %j have %j in common', (one, other, common) => {
  expect(overlap(one, other)).toEqual(common);
  const swapped = overlap(other, one);
  if (common === null) expect(swapped).toBeNull();
  else expect(covers(swapped!, common) && covers(common, swapped!)).toBe(true);
});
