import { choosePassword } from '../../api/src/testing/people';
import { TestApi } from '../../api/src/testing/test-api';
import { createAdminProgram } from './program';

let api: TestApi;
let said: string[];

beforeAll(async () => {
  api = await TestApi.start();
});
afterAll(() => api.stop());

/** What a command prints. */
async function admin(...words: string[]): Promise<string[]> {
  said = [];
  const out = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said.push(String(text).trim());
    return true;
  });
  const environment = jest.replaceProperty(process, 'env', api.store.environment);
  try {
    await createAdminProgram().parseAsync(['users', ...words], { from: 'user' });
  } finally {
    out.mockRestore();
    environment.restore();
  }
  return said;
}

test('the first administrator is made on the store, and chooses a password', async () => {
  const [code] = await admin('create', 'anna', '--name', 'Anna Berg', '--roles', 'admin');
  expect(await admin('list')).toEqual(['anna\tAnna Berg\tadmin\tall\tall\tinvited']);
  const { cookie } = await choosePassword(api, 'anna', code, new Date());
  expect((await api.get('/session', { cookie })).body).toMatchObject({ scopes: ['admin'] });
  expect(await admin('list')).toEqual(['anna\tAnna Berg\tadmin\tall\tall\tactive']);
});

test('the last administrator who lost everything chooses anew', async () => {
  const [code] = await admin('create', 'bert', '--name', 'Bert', '--roles', 'admin,trader');
  const first = await choosePassword(api, 'bert', code, new Date());
  const [again] = await admin('reset', 'bert');
  expect(again).not.toBe(code);
  const { secret } = await choosePassword(api, 'bert', again, new Date());
  expect(secret).not.toBe(first.secret);
});

test.each([
  [['create', 'Anna', '--name', 'A', '--roles', 'admin'], /lower case/],
  [['create', 'cleo', '--name', 'C', '--roles', 'root'], /Roles are viewer, trader/],
  [['create', 'anna', '--name', 'A', '--roles', 'admin'], /There is a person with the login anna/],
  [['reset', 'nobody'], /Nobody signs in as nobody/],
])('users %j is refused', async (words, why) => {
  const exit = jest.spyOn(process, 'exit').mockImplementation(() => {
    throw new Error('exit');
  });
  const err = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const fault = await admin(...words).then(
    () => '',
    (error: Error) => error.message,
  );
  const printed = err.mock.calls.map(([text]) => String(text)).join('');
  exit.mockRestore();
  err.mockRestore();
  expect(fault + printed).toMatch(why);
});
