import type { FixSessionView } from '@ome/contracts';
import { FixSessionStatusStore, FixSessionStore } from '@ome/persistence';
import { TestApi } from '../testing/test-api';

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start();
});
afterAll(() => api.stop());

const OF_DEVELOPMENT = ['DESK42', 'DESK44', 'DESK50', 'DROP44'];

const put = (compId: string, body: object) => api.put(`/fix/sessions/${compId}`, body);
const list = async () =>
  (await api.get('/fix/sessions')).body.items.filter(
    ({ compId }: FixSessionView) => !OF_DEVELOPMENT.includes(compId),
  );

const DESK = {
  compId: 'DESK1',
  version: 'FIX.4.4',
  role: 'orderEntry',
  enabled: true,
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
  status: {
    state: 'unserved',
    since: null,
    process: null,
    heardAt: null,
    queuedOut: 0,
    lastEnd: null,
    reportedAt: null,
  },
};

test('a session is created, replaced as a whole, and removed', async () => {
  const { status, body } = await put('DESK1', { version: 'FIX.4.4' });
  expect({ status, body }).toEqual({ status: 200, body: DESK });
  const fields = {
    version: 'FIX.5.0SP2',
    role: 'dropCopy',
    enabled: false,
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
  const replaced = (await put('DESK1', fields)).body;
  const disabled = { ...DESK.status, state: 'disabled' };
  expect(replaced).toEqual({ ...DESK, ...fields, certificates, status: disabled });
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
    massStatus: false,
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
  const reason = { reason: 'Agreed' };
  expect((await api.post('/fix/sessions/DESK2/reset', {})).body.errors).toMatchObject([
    { field: 'reason' },
  ]);
  expect((await api.post('/fix/sessions/DESK2/reset', reason)).status).toBe(204);
  expect(await list()).toMatchObject([{ nextIn: 1, nextOut: 1 }]);
  const late = log.append({ out: [], nextIn: 8, cursor: null });
  await expect(late).rejects.toThrow('served by another process');
  expect((await api.post('/fix/sessions/DESK2/logout', {})).status).toBe(204);
  for (const what of ['logout', 'reset']) {
    expect((await api.post(`/fix/sessions/NOBODY/${what}`, reason)).status).toBe(404);
  }
  const { items } = (await api.get('/audit?subject=DESK2')).body;
  expect(items.map(({ action }: { action: string }) => action)).toEqual(
    expect.arrayContaining(['fix.sessions.set', 'fix.sessions.reset', 'fix.sessions.logout']),
  );
});

test('a process that writes all the while loses the session to a reset', async () => {
  await put('BUSY', { version: 'FIX.4.4' });
  const store = api.app.get(FixSessionStore);
  const log = store.logOf({ version: 'FIX.4.4', compId: 'BUSY' });
  let isOver = false;
  const serve = async () => {
    // As the gateway does: it begins again once the session is changed, a moment later.
    while (!isOver) {
      const { revision } = (await store.find('BUSY', false))!;
      const { nextIn } = await log.open();
      for (let next = nextIn + 1; !isOver; next += 1) {
        await log.append({ out: [], nextIn: next, cursor: null }).catch(() => (next = Infinity));
        if (next === Infinity || (await store.find('BUSY', false))!.revision !== revision) break;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const serving = serve();
  const { status } = await api.post('/fix/sessions/BUSY/reset', { reason: 'Agreed' });
  isOver = true;
  await serving;
  expect(status).toBe(204);
  const resets = await store.logOf({ version: 'FIX.4.4', compId: 'BUSY' }).state();
  expect(resets.nextIn).toBeLessThan(100);
});

test('the sessions of the open engine are shown, logged out, reset and changed, but not removed', async () => {
  const shown = async (): Promise<FixSessionView> =>
    (await api.get('/fix/sessions')).body.items.find(
      ({ compId }: FixSessionView) => compId === 'DESK50',
    );
  expect(await shown()).toMatchObject({ version: 'FIX.5.0SP2', defaultAccount: 'DESK50' });
  const { status, body } = await api.call('DELETE', '/fix/sessions/DESK50');
  expect({ status, body }).toMatchObject({ status: 400, body: { errors: [{ field: 'compId' }] } });
  expect((await api.post('/fix/sessions/DESK50/logout', {})).status).toBe(204);
  expect((await api.post('/fix/sessions/DESK50/reset', { reason: 'x' })).status).toBe(204);
  expect(await shown()).toMatchObject({ version: 'FIX.5.0SP2', defaultAccount: 'DESK50' });
  await put('DESK50', { version: 'FIX.5.0SP2', enabled: false });
  expect((await shown()).status.state).toBe('disabled');
});

describe('the state of a session', () => {
  const at = new Date('2026-11-27T10:00:00.000Z');
  const reported = {
    compId: 'SEEN',
    process: 'host:1',
    isLoggedOn: true,
    isOpen: true,
    since: at,
    heardAt: at,
    lastOut: 0,
    writtenOut: 0,
    lastEnd: { at, text: 'The Logout was not answered' },
    reportedAt: at,
  };
  const seen = async (fields: Partial<typeof reported> = {}) => {
    const status = { ...reported, reportedAt: new Date(), ...fields };
    await api.app.get(FixSessionStatusStore).report([status]);
    return (await list()).find(({ compId }: FixSessionView) => compId === 'SEEN').status;
  };

  test('is what the process that serves it reported, while it reports', async () => {
    await put('SEEN', { version: 'FIX.4.4' });
    expect(await seen()).toEqual({
      state: 'loggedOn',
      since: at.toISOString(),
      process: 'host:1',
      heardAt: at.toISOString(),
      queuedOut: 0,
      lastEnd: { at: at.toISOString(), text: 'The Logout was not answered' },
      reportedAt: expect.any(String),
    });
    expect((await seen({ isLoggedOn: false })).state).toBe('loggedOut');
    expect((await seen({ isLoggedOn: false, isOpen: false })).state).toBe('closed');
    expect((await seen({ reportedAt: at })).state).toBe('unserved');
  });

  test('counts what has a number and was not written yet', async () => {
    await put('SEEN', { version: 'FIX.4.4' });
    expect((await seen({ lastOut: 3, writtenOut: 1 })).queuedOut).toBe(2);
    expect((await seen({ lastOut: 3, writtenOut: 3 })).queuedOut).toBe(0);
  });
});

test('messages are shown readable, page by page, the newest first', async () => {
  await put('READ', { version: 'FIX.4.4' });
  const log = api.app.get(FixSessionStore).logOf({ version: 'FIX.4.4', compId: 'READ' });
  await log.open();
  const at = new Date('2026-11-27T10:00:00.000Z');
  const message = (seq: number, type: string, body: string) => ({
    seq,
    type,
    at,
    header: [],
    body,
  });
  await log.append({
    out: [message(1, 'A', '98=0\x01554=secret\x01'), message(2, '8', '150=F\x0132=10\x01')],
    nextIn: 1,
    cursor: null,
  });
  await log.append({ out: [], nextIn: 2, cursor: null });
  await log.append({ out: [message(3, '0', '')], nextIn: 2, cursor: null });
  const url = '/fix/sessions/READ/messages?limit=2';
  const first = (await api.get(url)).body;
  expect(first.items).toEqual([
    { seq: 3, at: at.toISOString(), type: '0', name: 'Heartbeat', fields: [] },
    {
      seq: 2,
      at: at.toISOString(),
      type: '8',
      name: 'ExecutionReport',
      fields: [
        { tag: 150, name: 'ExecType', value: 'F', meaning: 'Trade' },
        { tag: 32, name: 'LastQty', value: '10', meaning: null },
      ],
    },
  ]);
  const second = await api.get(`${url}&cursor=${first.nextCursor}`);
  expect(second.body.items.map(({ seq }: { seq: number }) => seq)).toEqual([1]);
  expect(second.body.nextCursor).toBeNull();
  expect(second.text).not.toContain('secret');
  expect((await api.get(`${url}&cursor=x`)).status).toBe(400);
  expect((await api.get('/fix/sessions/NOBODY/messages')).status).toBe(404);
});
