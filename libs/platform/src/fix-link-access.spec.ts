import { FixLinkAccess } from './fix-link-access';

const parse = (...entries: object[]) => FixLinkAccess.parseList(JSON.stringify(entries));
const VENUE = { session: 'VENUE', accounts: ['42'] };

test('what is secret does not show', () => {
  const [access] = parse({ ...VENUE, username: 'ome', password: 'word', accounts: ['*'] });
  expect(access).toMatchObject({ session: 'VENUE', accounts: null, username: 'ome' });
  expect(access.password).toBe('word');
  expect(JSON.stringify(access)).not.toContain('word');
});

test.each<[string, object[]]>([
  ['a JSON list of', [{ session: 'VENUE' }]],
  ['a JSON list of', [{ ...VENUE, secret: 'word' }]],
  ['a JSON list of', [{ ...VENUE, session: 'has a blank' }]],
  ['certFile and keyFile together', [{ ...VENUE, certFile: 'c.pem' }]],
  ['alone', [{ ...VENUE, accounts: ['*', '42'] }]],
  ['each session once', [VENUE, { ...VENUE, accounts: ['43'] }]],
  ['each account once', [VENUE, { session: 'OTHER', accounts: ['42'] }]],
])('a list that breaks a rule: %s', (rule, entries) => {
  expect(() => parse(...entries)).toThrow(rule);
});
