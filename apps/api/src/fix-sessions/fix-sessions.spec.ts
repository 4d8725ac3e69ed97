import { FixSessionStore } from '@ome/persistence';
import { TestApi } from '../testing/test-api';

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start();
});
afterAll(() => api.stop());

const put = (compId: string, body: object) => api.put(`/fix/sessions/${compId}`, body);
const list = async () => (await api.get('/fix/sessions')).body.items;

const DESK = {
  compId: 'DESK1',
  version: 'FIX.4.4',
  role: 'orderEntry',
  accounts: null,
  users: null,
  defaultAccount: 'DESK1',
  defaultExchange: 'NSE',
  resetAllowed: true,
  cancelOnDisconnect: false,
  maxMessagesPerSecond: null,
  messageTypes: null,
  addresses: null,
  certificates: null,
  hours: null,
  timeZone: null,
  tradingDaysOf: null,
  link: null,
  nextIn: 1,
  nextOut: 1,
};

test('a session is created, replaced as a whole, and removed', async () => {
  const { status, body } = await put('DESK1', { version: 'FIX.4.4' });
  expect({ status, body }).toEqual({ status: 200, body: DESK });
  const fields = {
    version: 'FIX.5.0SP2',
    role: 'dropCopy',
    accounts: ['42*'],
    users: ['ann'],
    defaultAccount: '42',
    defaultExchange: 'BSE',
    resetAllowed: false,
    cancelOnDisconnect: true,
    maxMessagesPerSecond: 50,
    messageTypes: ['D', 'AF'],
    addresses: ['10.1.0.0/16', '::1'],
    hours: '08:30-18:00',
    timeZone: 'Europe/London',
    tradingDaysOf: 'NSE',
    certificates: [`AB:${'01:'.repeat(30)}CD`],
  };
  const certificates = [`ab${'01'.repeat(30)}cd`];
  expect((await put('DESK1', fields)).body).toEqual({ ...DESK, ...fields, certificates });
  expect((await put('DESK1', { version: 'FIX.4.4' })).body).toEqual(DESK);
  expect(await list()).toEqual([DESK]);
  const remove = () => api.call('DELETE', '/fix/sessions/DESK1');
  expect((await remove()).status).toBe(204);
  expect((await remove()).status).toBe(404);
  expect(await list()).toEqual([]);
});

test('a session on which the engine logs on says how the venue is reached', async () => {
  const link = { host: 'fix.venue.com', port: 9876, fields: [{ tag: 9001, value: '{account}' }] };
  const { status, body } = await put('VENUE', { version: 'FIX.4.4', role: 'link', link });
  const defaults = {
    tls: false,
    senderCompId: 'OME',
    heartBtInt: 30,
    resetOnLogon: false,
    resetWhenLost: false,
    askedAgainProvesAbsence: true,
    unknownProvesAbsence: false,
    dedupes: false,
    shortClOrdIds: false,
    header: [],
  };
  expect({ status, body }).toMatchObject({ status: 200, body: { link: { ...defaults, ...link } } });
  await api.call('DELETE', '/fix/sessions/VENUE');
});

test.each<[string, object, string]>([
  ['DESK', { version: 'FIX.4.3' }, 'version'],
  ['DESK', { version: 'FIX.4.4', role: 'desk' }, 'role'],
  ['VENUE', { version: 'FIX.4.4', role: 'link' }, 'link'],
  ['DESK', { version: 'FIX.4.4', link: { host: 'localhost', port: 1 } }, 'link'],
  ['VENUE', { version: 'FIX.4.4', role: 'link', link: { host: 'localhost' } }, 'link.port'],
  [
    'VENUE',
    {
      version: 'FIX.4.4',
      role: 'link',
      link: { host: 'localhost', port: 1, fields: [{ tag: 'x', value: 'y' }] },
    },
    'link.fields[0].tag',
  ],
  ['DESK', { version: 'FIX.4.4', accounts: [] }, 'accounts'],
  ['DESK', { version: 'FIX.4.4', accounts: ['*'] }, 'accounts'],
  ['DESK', { version: 'FIX.4.4', maxMessagesPerSecond: 0 }, 'maxMessagesPerSecond'],
  ['DESK', { version: 'FIX.4.4', messageTypes: ['A'] }, 'messageTypes'],
  ['DESK', { version: 'FIX.4.4', messageTypes: [] }, 'messageTypes'],
  ['DESK', { version: 'FIX.4.4', addresses: ['10.1.0.0/33'] }, 'addresses'],
  ['DESK', { version: 'FIX.4.4', addresses: ['desk.example'] }, 'addresses'],
  ['DESK', { version: 'FIX.4.4', certificates: ['ab01'] }, 'certificates'],
  ['DESK', { version: 'FIX.4.4', hours: '9:00-17:30' }, 'hours'],
  ['DESK', { version: 'FIX.4.4', hours: '09:00-24:00' }, 'hours'],
  ['DESK', { version: 'FIX.4.4', hours: 'sunday 18:00-17:00' }, 'hours'],
  ['DESK', { version: 'FIX.4.4', hours: '09:00-17:30', timeZone: 'Mars/Olympus' }, 'timeZone'],
  ['DESK', { version: 'FIX.4.4', timeZone: 'UTC' }, 'timeZone'],
  ['DESK', { version: 'FIX.4.4', hours: '09:00-17:30', tradingDaysOf: 'MARS' }, 'tradingDaysOf'],
  ['DESK', { version: 'FIX.4.4', tradingDaysOf: 'NSE' }, 'tradingDaysOf'],
  [
    'DESK',
    { version: 'FIX.4.4', hours: 'sunday 18:00-friday 17:00', tradingDaysOf: 'NSE' },
    'tradingDaysOf',
  ],
  ['DESK', { version: 'FIX.4.4', password: 'x' }, 'password'],
  ['OME', { version: 'FIX.4.4' }, 'compId'],
  ['A%20DESK', { version: 'FIX.4.4' }, 'compId'],
])('a session %s of %j is refused', async (compId, fields, field) => {
  const { status, body } = await put(compId, fields);
  expect({ status, body }).toMatchObject({ status: 400, body: { errors: [{ field }] } });
  expect(await list()).toEqual([]);
});

test('a reset restarts both numbers, and takes the session from whoever serves it', async () => {
  await put('DESK2', { version: 'FIX.4.4' });
  const log = api.app.get(FixSessionStore).logOf({ version: 'FIX.4.4', compId: 'DESK2' });
  await log.open();
  const message = { seq: 1, type: '8', at: new Date(), header: [], body: '' };
  await log.append({ out: [message], nextIn: 7, cursor: 'c' });
  expect(await list()).toMatchObject([{ nextIn: 7, nextOut: 2 }]);
  expect((await api.post('/fix/sessions/DESK2/reset')).status).toBe(204);
  expect(await list()).toMatchObject([{ nextIn: 1, nextOut: 1 }]);
  const late = log.append({ out: [], nextIn: 8, cursor: null });
  await expect(late).rejects.toThrow('served by another process');
  expect((await api.post('/fix/sessions/DESK2/logout')).status).toBe(204);
  for (const what of ['logout', 'reset']) {
    expect((await api.post(`/fix/sessions/NOBODY/${what}`)).status).toBe(404);
  }
  const { items } = (await api.get('/audit?subject=DESK2')).body;
  expect(items.map(({ action }: { action: string }) => action)).toEqual(
    expect.arrayContaining(['fix.sessions.set', 'fix.sessions.reset', 'fix.sessions.logout']),
  );
});
