import type { PendingChangeView } from '@ome/contracts';
import { Scope } from '@ome/platform';
import { TestApi, TestStore } from '../../api/src/testing/test-api';
import { ExitCode } from './exit-code';
import { runOme } from './testing/run-ome';

/** Changes of settings by two persons, each at a terminal of their own. */
let store: TestStore;
let api: TestApi;
let url: string;
const keys = {} as Record<'maker' | 'second', string>;

beforeAll(async () => {
  store = await TestStore.create();
  for (const name of ['maker', 'second'] as const) {
    keys[name] = (await store.addKey([Scope.Admin], { name })).token;
  }
  api = await TestApi.start({ HOST: '0.0.0.0', TWO_PERSONS_FOR: 'limits,keys' }, store);
  url = await api.listen();
});
afterAll(async () => {
  await api.stop();
  await store.drop();
});

const as = (who: keyof typeof keys, line: string) =>
  runOme(line, { OME_URL: url, OME_API_KEY: keys[who] });

async function waiting(): Promise<PendingChangeView[]> {
  const { code, out } = await as('second', '--json changes');
  expect(code).toBe(ExitCode.Done);
  return (JSON.parse(out) as { items: PendingChangeView[] }).items;
}

const limitsOf = async (account: string) =>
  (await as('maker', `risk limits get --account ${account}`)).out;

test('a change waits, is listed, not made by who asked for it, and made by another', async () => {
  const asked = await as('maker', 'risk limits set --account 1 maxOrderQty=5');
  expect(asked.code).toBe(ExitCode.Refused);
  const [{ id, action, request }] = await waiting();
  expect([action, request]).toEqual(['risk.limits.set', { account: '1', maxOrderQty: '5' }]);
  expect(asked.err).toContain(id);
  expect((await as('second', 'changes')).out).toContain(id);

  const own = await as('maker', `changes approve ${id}`);
  expect(own).toMatchObject({
    code: ExitCode.Refused,
    err: expect.stringContaining('OWN_REQUEST'),
  });
  expect(await limitsOf('1')).not.toMatch(/maxOrderQty +5/i);
  expect((await as('second', `changes approve ${id}`)).out).toBe('It is made.');
  expect(await limitsOf('1')).toMatch(/maxOrderQty +5/i);
  const again = await as('second', `changes approve ${id}`);
  expect(again.err).toContain('NOT_AWAITING_APPROVAL');
});

test('a change is rejected with a reason, which has to be said', async () => {
  await as('maker', 'keys create --name new --scopes orders');
  const [{ id }] = await waiting();
  expect((await as('second', `changes reject ${id}`)).code).toBe(ExitCode.Usage);
  const rejected = await as('second', `changes reject ${id} --reason "Not needed"`);
  expect(rejected.out).toBe('It is not made.');
  expect(await waiting()).toEqual([]);
  expect((await as('second', 'changes')).out).toBe('Nothing found.');
});
