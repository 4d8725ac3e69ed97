import type { FixSessionView } from '@ome/contracts';
import { Scope } from '@ome/platform';
import { TestApi, TestStore } from '../../api/src/testing/test-api';
import { ExitCode } from './exit-code';
import { runOme } from './testing/run-ome';

/** FIX sessions, at a terminal. */
let store: TestStore;
let api: TestApi;
let environment: Record<string, string>;

beforeAll(async () => {
  store = await TestStore.create();
  const { token } = await store.addKey([Scope.Admin, Scope.Ops], { name: 'ops' });
  api = await TestApi.start({ HOST: '0.0.0.0' }, store);
  environment = { OME_URL: await api.listen(), OME_API_KEY: token };
});
afterAll(async () => {
  await api.stop();
  await store.drop();
});

const ome = (line: string) => runOme(line, environment);

async function sessionOf(compId: string): Promise<FixSessionView | undefined> {
  const { items } = JSON.parse((await ome('--json fix')).out) as { items: FixSessionView[] };
  return items.find((session) => session.compId === compId);
}

test('a session at a venue is made with all that its venue needs', async () => {
  const made = await ome(
    'fix set VENUE --version FIX.4.4 --role link --connect-to fix.venue.com:9876 --tls' +
      ' --sender-comp-id FIRM1 --heart-bt-int 20 --reset-when-lost --no-asked-again' +
      ' --unknown-is-absent --mass-status --dedupes --short-ids --header-fields 50=DESK,57=FLOOR' +
      ' --fields 9001={account} --hours 09:00-17:30 --time-zone Europe/London',
  );
  expect(made.code).toBe(ExitCode.Done);
  expect(await sessionOf('VENUE')).toMatchObject({
    version: 'FIX.4.4',
    role: 'link',
    hours: '09:00-17:30',
    timeZone: 'Europe/London',
    link: {
      host: 'fix.venue.com',
      port: 9876,
      tls: true,
      senderCompId: 'FIRM1',
      heartBtInt: 20,
      resetOnLogon: false,
      resetWhenLost: true,
      askedAgainProvesAbsence: false,
      unknownProvesAbsence: true,
      massStatus: true,
      dedupes: true,
      shortClOrdIds: true,
      header: [
        { tag: 50, value: 'DESK' },
        { tag: 57, value: 'FLOOR' },
      ],
      fields: [{ tag: 9001, value: '{account}' }],
    },
  });
});

test('what is not given is the default, and a role link without a venue is refused', async () => {
  await ome('fix set PLAIN --version FIX.4.4 --role link --connect-to 10.0.0.1:5');
  expect((await sessionOf('PLAIN'))?.link).toMatchObject({
    tls: false,
    senderCompId: 'OME',
    askedAgainProvesAbsence: true,
    unknownProvesAbsence: false,
    shortClOrdIds: false,
  });
  const nowhere = await ome('fix set NOWHERE --version FIX.4.4 --role link');
  expect(nowhere).toMatchObject({ code: ExitCode.Refused, err: expect.stringContaining('link') });
  const odd = await ome('fix set NOWHERE --version FIX.4.4 --role link --connect-to venue');
  expect(odd).toMatchObject({ code: ExitCode.Usage });
  expect(await sessionOf('NOWHERE')).toBeUndefined();
});

test('a session is reset with a reason, which has to be said, and removed', async () => {
  await ome('fix set DESK7 --version FIX.4.4 --accounts 42,43 --cancel-on-disconnect');
  expect(await sessionOf('DESK7')).toMatchObject({ accounts: ['42', '43'], link: null });
  expect((await ome('fix reset DESK7')).code).toBe(ExitCode.Usage);
  const reset = await ome('fix reset DESK7 --reason "Agreed, J. S."');
  expect(reset.out).toBe('Both numbers of DESK7 restart at 1.');
  expect((await ome('fix remove DESK7')).out).toBe('Removed DESK7.');
  expect(await sessionOf('DESK7')).toBeUndefined();
});
