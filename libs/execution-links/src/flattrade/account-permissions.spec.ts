import { AccountPermissions, notPermitted, permissionsOf } from './account-permissions';
import userDetails from './test-data/user-details.json';

const permissions = permissionsOf(userDetails);

describe('what an account may do', () => {
  test.each([
    [{ exch: 'NSE', prd: 'C', prctyp: 'LMT' }],
    [{ exch: 'BFO', prd: 'M', prctyp: 'SL-LMT' }],
  ])('%j', (order) => expect(notPermitted(permissions, order)).toBeNull());

  test.each([
    [{ exch: 'MCX', prd: 'M', prctyp: 'LMT' }, 'on NSE, NFO, BSE, BFO, not on MCX'],
    [{ exch: 'NSE', prd: 'C', prctyp: 'MKT' }, 'place LMT, SL-LMT, not MKT'],
    [{ exch: 'NSE', prd: 'M', prctyp: 'LMT' }, 'products C on NSE, not M'],
    [{ exch: 'NFO', prd: 'H', prctyp: 'LMT' }, 'products M on NFO, not H'],
  ])('%j is not allowed', (order, text) => {
    expect(notPermitted(permissions, order)).toContain(text);
  });

  test('without lists nothing is refused', () => {
    const unknown = permissionsOf({ stat: 'Ok', exarr: 'NSE', prarr: [{ exch: ['NSE'] }] });

    expect(notPermitted(unknown, { exch: 'MCX', prd: 'X', prctyp: 'Y' })).toBeNull();
  });
});

describe('AccountPermissions', () => {
  const login = (obtainedAt: Date) => ({ token: 't', obtainedAt, expiresAt: obtainedAt });
  const [monday, tuesday] = [login(new Date(1_000)), login(new Date(2_000))];

  test('belong to the login that they were read in', async () => {
    let reads = 0;
    const account = new AccountPermissions(() => {
      reads += 1;
      return Promise.resolve(userDetails);
    });
    expect(account.permissionsOf(monday)).toBeNull();
    await account.learn(monday);
    await account.learn(monday);

    expect(reads).toBe(1);
    expect(account.permissionsOf(monday)).toEqual(permissions);
    expect(account.permissionsOf(tuesday)).toBeNull();
  });

  test('may remain unknown', async () => {
    let reads = 0;
    const account = new AccountPermissions(() => {
      reads += 1;
      return Promise.reject(new Error('Server Timeout'));
    });
    await account.learn(monday);
    await account.learn(monday);

    expect(account.permissionsOf(monday)).toBeNull();
    expect(reads).toBe(1);
  });
});
