import { Clock } from '@ome/engine';
import { FixSessionStore } from '@ome/persistence';
import { Scope } from '@ome/platform';
import { TestApi, TestStore } from '../testing/test-api';

let store: TestStore;
let api: TestApi;
const tokens = {} as Record<'maker' | 'second' | 'bound', string>;

async function makeKey(name: string, fields: object = {}): Promise<string> {
  return (await store.addKey([Scope.Admin], { name, ...fields })).token;
}

beforeAll(async () => {
  store = await TestStore.create();
  tokens.maker = await makeKey('maker');
  tokens.second = await makeKey('second');
  tokens.bound = await makeKey('bound', { accounts: ['42'] });
  api = await TestApi.start(
    { HOST: '0.0.0.0', TWO_PERSONS_FOR: 'limits, approval-rules,kill-switch,keys,fix-sessions' },
    store,
  );
});
afterAll(async () => {
  await api.stop();
  await store.drop();
});
afterEach(() => jest.restoreAllMocks());

const by = (who: keyof typeof tokens) => ({ 'x-api-key': tokens[who] });

/** A request that is answered 202; resolves to the change that waits. */
async function held(
  method: string,
  url: string,
  body?: object,
  who: keyof typeof tokens = 'maker',
) {
  const answer = await api.call(method, url, { ...(body && { body }), headers: by(who) });
  expect(answer).toMatchObject({ status: 202 });
  return answer.body;
}

const decide = (id: string, how: 'approve' | 'reject', who: keyof typeof tokens = 'second') =>
  api.post(`/changes/${id}/${how}`, { reason: 'Because' }, by(who));

const limitsOf = async (account: string) => {
  const { body } = await api.get(`/risk/limits?account=${account}`, by('maker'));
  return body.scopes.find((each: { account: string }) => each.account === account)?.rules
    .maxOrderQty.value;
};

test('limits apply once a second person approves them, in the name of who asked', async () => {
  const change = await held('PUT', '/risk/limits', { account: '1', maxOrderQty: '5' });
  expect(change).toMatchObject({
    action: 'risk.limits.set',
    request: { account: '1', maxOrderQty: '5' },
  });
  expect(await limitsOf('1')).toBeNull();
  const { items } = (await api.get('/changes', by('second'))).body;
  expect(items).toMatchObject([{ id: change.id }]);

  expect((await decide(change.id, 'approve', 'maker')).body.code).toBe('OWN_REQUEST');
  expect((await decide(change.id, 'approve', 'bound')).status).toBe(403);
  expect((await decide(change.id, 'approve')).status).toBe(200);
  expect(await limitsOf('1')).toBe('5');
  expect((await decide(change.id, 'approve')).body.code).toBe('NOT_AWAITING_APPROVAL');
  const made = (await api.get('/risk/changes?limit=1', by('maker'))).body.items[0];
  expect(made).toMatchObject({ action: 'limitsSet', by: change.by });
  expect(made.approval).toEqual({ changeId: change.id, by: expect.not.stringMatching(change.by) });
  expect((await api.get('/changes', by('second'))).body.items).toEqual([]);
});

test('of two who approve one makes the change', async () => {
  const { id } = await held('DELETE', '/risk/limits?account=1');
  expect((await held('DELETE', '/risk/limits')).request).toEqual({});
  const all = await Promise.all([decide(id, 'approve'), decide(id, 'approve')]);
  expect(all.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(await limitsOf('1')).toBeNull();
});

test('what is rejected, or expired, is not made', async () => {
  const rules = { everyOrder: true };
  const rejected = await held('PUT', '/approvals/rules', rules);
  expect((await decide(rejected.id, 'reject')).status).toBe(200);
  expect((await decide(rejected.id, 'approve')).body.code).toBe('NOT_AWAITING_APPROVAL');
  const late = await held('PUT', '/approvals/rules', rules);
  jest.spyOn(api.app.get(Clock), 'now').mockReturnValue(new Date(late.expiresAt));
  expect((await decide(late.id, 'approve')).body.code).toBe('APPROVAL_EXPIRED');
  expect((await api.get('/approvals/rules', by('maker'))).body.items).toEqual([]);
});

test('is made within what the maker may do', async () => {
  const change = await held('PUT', '/risk/limits', { account: '7', lotSize: true }, 'bound');
  expect((await decide(change.id, 'approve')).status).toBe(403);
  expect(await limitsOf('7')).toBeNull();
});

test('a kill switch is pulled by one person, and put back by two', async () => {
  const pulled = { scope: 'account', id: '9', reason: 'x' };
  expect((await api.post('/risk/kill-switch', pulled, by('maker'))).status).toBe(200);
  const { id } = await held('DELETE', '/risk/kill-switch/account/9');
  const switches = async () => (await api.get('/risk/kill-switch', by('maker'))).body.items;
  expect(await switches()).toHaveLength(1);
  await decide(id, 'approve');
  expect(await switches()).toEqual([]);
});

test('a key opens nothing before it is approved, and its hash is shown to nobody', async () => {
  const asked = { name: 'new', scopes: [Scope.Orders] };
  const { id, token, request } = await held('POST', '/keys', asked);
  expect(request).toMatchObject({ name: 'new', scopes: ['orders'] });
  expect(request).not.toHaveProperty('hash');
  const names = async () =>
    (await api.get('/keys', by('maker'))).body.items.map(({ name }: { name: string }) => name);
  expect(await names()).not.toContain('new');
  expect((await decide(id, 'approve')).text).not.toContain('hash');
  expect(await names()).toContain('new');
  expect((await api.get('/orders', { 'x-api-key': token })).status).toBe(200);
});

test('a FIX session is set, reset and removed by two persons, logged out and disabled by one', async () => {
  const session = async () =>
    (await api.get('/fix/sessions', by('maker'))).body.items.find(
      ({ compId }: { compId: string }) => compId === 'TWO',
    );
  const made = await held('PUT', '/fix/sessions/TWO', { version: 'FIX.4.4' });
  expect(await session()).toBeUndefined();
  expect((await decide(made.id, 'approve')).status).toBe(200);
  expect(await session()).toMatchObject({ compId: 'TWO', enabled: true });

  const log = api.app.get(FixSessionStore).logOf({ version: 'FIX.4.4', compId: 'TWO' });
  await log.open();
  await log.append({ out: [], nextIn: 7, cursor: null });
  const reset = await held('POST', '/fix/sessions/TWO/reset', { reason: 'Agreed' });
  expect(reset.request).toMatchObject({ compId: 'TWO', reason: 'Agreed' });
  expect((await session()).nextIn).toBe(7);
  const all = await Promise.all([decide(reset.id, 'approve'), decide(reset.id, 'approve')]);
  expect(all.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect((await session()).nextIn).toBe(1);

  expect((await api.post('/fix/sessions/TWO/logout', {}, by('maker'))).status).toBe(204);
  const disabled = { body: { version: 'FIX.4.4', enabled: false }, headers: by('maker') };
  expect((await api.call('PUT', '/fix/sessions/TWO', disabled)).status).toBe(200);
  expect(await session()).toMatchObject({ enabled: false });
  await held('PUT', '/fix/sessions/TWO', { version: 'FIX.4.4' });

  const { id } = await held('DELETE', '/fix/sessions/TWO');
  expect((await decide(id, 'approve')).status).toBe(200);
  expect(await session()).toBeUndefined();
});

/** Until the returned function is called the store refuses documents of this collection. */
async function withoutWritesTo(collMod: string): Promise<() => Promise<unknown>> {
  const db = store.connection.db!;
  await db.createCollection(collMod).catch(() => undefined);
  await db.command({ collMod, validator: { isTaken: true } });
  return () => db.command({ collMod, validator: {} });
}

test.each<[string, string, object | undefined, string]>([
  ['PUT', '/risk/limits', { account: '2', maxOrderQty: '6' }, 'risk_changes'],
  ['PUT', '/approvals/rules', { account: '2', everyOrder: true }, 'risk_changes'],
  ['DELETE', '/risk/kill-switch/account/2', undefined, 'risk_changes'],
  ['POST', '/keys', { name: 'late', scopes: [Scope.Orders] }, 'api_keys'],
  ['PUT', '/fix/sessions/LATE', { version: 'FIX.4.4' }, 'fix_sessions'],
])('%s %s: is approved and made, or goes on waiting', async (method, url, body, collection) => {
  await api.post('/risk/kill-switch', { scope: 'account', id: '2', reason: 'x' }, by('maker'));
  const { id } = await held(method, url, body);
  const waiting = async () =>
    (await api.get('/changes', by('second'))).body.items.map((each: { id: string }) => each.id);

  const recover = await withoutWritesTo(collection);
  expect((await decide(id, 'approve')).status).toBe(500);
  expect(await waiting()).toContain(id);
  await recover();

  expect((await decide(id, 'approve')).status).toBe(200);
  expect(await waiting()).not.toContain(id);
  expect((await decide(id, 'approve')).body.code).toBe('NOT_AWAITING_APPROVAL');
});
