import { LIVE_NAMESPACE } from '@ome/contracts';
import { Scope } from '@ome/platform';
import { io } from 'socket.io-client';
import { signUp } from '../testing/people';
import { eventually, type Json, newOrder, TestApi, TestStore } from '../testing/test-api';

const GUARDED = { HOST: '0.0.0.0', USER_SECRET_KEY: 'a-key-of-the-spec-that-is-long-enough' };

let store: TestStore;
/** Two processes of one engine. */
let apis: TestApi[];
let urls: string[];
let admin: Record<string, string>;

beforeAll(async () => {
  store = await TestStore.create();
  admin = { 'x-api-key': (await store.addKey([Scope.Admin], { name: 'chief' })).token };
  apis = [await TestApi.start(GUARDED, store), await TestApi.start(GUARDED, store)];
  urls = await Promise.all(apis.map((api) => api.listen()));
});
afterAll(async () => {
  for (const api of apis) await api.stop();
  await store.drop();
});

/** A browser's socket, and what became of it. */
function listen(url: string, headers: Record<string, string>) {
  const heard = {
    items: [] as Json[],
    cuts: [] as string[],
    refusals: [] as string[],
    isLive: false,
  };
  const options = { transports: ['websocket'], forceNew: true, reconnection: false };
  const socket = io(`${url}${LIVE_NAMESPACE}`, { ...options, extraHeaders: headers });
  socket.on('connect', () => {
    socket.emit('subscribe', { rooms: ['all'] }, () => (heard.isLive = true));
  });
  socket.on('connect_error', ({ message }) => void heard.refusals.push(message));
  socket.on('cut', ({ code }: { code: string }) => void heard.cuts.push(code));
  socket.on('events', ({ items }: { items: Json[] }, taken: () => void) => {
    heard.items.push(...items);
    taken();
  });
  return { heard, close: () => socket.disconnect() };
}

const stream = (url: string, cookie: string) =>
  fetch(`${url}/events/stream`, { headers: { cookie } });

test('a cookie subscribes to the events of one’s own accounts, and to nothing from elsewhere', async () => {
  const { cookie } = await signUp(
    apis[0],
    { login: 'anna', roles: ['trader'], accounts: ['42'] },
    admin,
  );
  const own = listen(urls[1], { cookie });
  const foreign = listen(urls[1], { cookie, origin: 'https://elsewhere.example' });
  const ended = listen(urls[1], { cookie: `ome_session=${'x'.repeat(43)}` });
  await eventually(() => expect(own.heard.isLive).toBe(true));
  await eventually(() => expect(foreign.heard.refusals.join()).toContain('Origin'));
  await eventually(() => expect(ended.heard.refusals).toEqual(['The session has ended']));
  for (const account of ['42', '43']) {
    await apis[0].post('/orders', newOrder({ account, tag: account }), admin);
  }
  await eventually(() => expect(own.heard.items.length).toBeGreaterThan(0));
  expect(new Set(own.heard.items.map(({ order }) => order.account))).toEqual(new Set(['42']));
  own.close();
});

test.each([
  ['is disabled', { roles: ['trader'], accounts: ['42'], disabled: true }],
  ['sees fewer accounts', { roles: ['trader'], accounts: ['421'] }],
])('sockets and streams of a person who %s end in every process', async (what, terms) => {
  const login = what.replaceAll(' ', '-');
  const person = { login, roles: ['trader'], accounts: ['42*'] };
  const { cookie } = await signUp(apis[0], person, admin);
  const sockets = urls.map((url) => listen(url, { cookie }));
  const streams = await Promise.all(urls.map((url) => stream(url, cookie)));
  await eventually(() => sockets.forEach(({ heard }) => expect(heard.isLive).toBe(true)));
  const call = { body: { name: login, ...terms }, headers: admin };
  expect((await apis[0].call('PUT', `/users/${login}`, call)).status).toBe(200);
  await eventually(() =>
    sockets.forEach(({ heard }) => expect(heard.cuts).toEqual(['keyRevoked'])),
  );
  for (const text of await Promise.all(streams.map((answer) => answer.text()))) {
    expect(text).toContain('keyRevoked');
  }
});

test('signing out ends the sockets of that session', async () => {
  const { cookie } = await signUp(apis[0], { login: 'bert', roles: ['trader'] }, admin);
  const socket = listen(urls[1], { cookie });
  await eventually(() => expect(socket.heard.isLive).toBe(true));
  await apis[0].call('DELETE', '/session', { headers: { cookie } });
  await eventually(() => expect(socket.heard.cuts).toEqual(['keyRevoked']));
});
