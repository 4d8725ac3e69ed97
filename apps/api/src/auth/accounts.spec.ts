import { OmeClient } from '@ome/client';
import { type FeedItem, type LiveRoom, LIVE_NAMESPACE } from '@ome/contracts';
import { Differences, EventFeed, PositionProjector, UndeliveredMessages } from '@ome/engine';
import { Scope } from '@ome/platform';
import type { Namespace } from 'socket.io';
import { LiveGateway } from '../live/live.gateway';
import { BASKET_EXAMPLE } from '../baskets/examples';
import { eventually, type Json, newOrder, TestApi, TestStore } from '../testing/test-api';
import {
  BOUND_ROUTES,
  type FirstDesk,
  isFileOrBoard,
  SOCKET_MESSAGES,
} from './testing/bound-routes';
import { routesOf } from './testing/router-routes';

// Long enough to be in no id or cursor by chance.
const ACCOUNT = '4101000004101';
const USER = '4107000004107';
const SESSION = { apiKey: 'key-of-spec', apiSecret: 'secret-of-spec' };
const SESSIONS = [
  { ...SESSION, userId: 'FT4101', accounts: [ACCOUNT] },
  { ...SESSION, userId: 'FT9901', accounts: ['9901'] },
];

let store: TestStore;
let api: TestApi;
let first: FirstDesk;
const tokens = {} as Record<'chief' | 'first' | 'other', string>;
/** What nobody of the other desk is to see, unless its own request says it. */
let secrets: string[];

const by = (token: string) => ({ 'x-api-key': token });
const asChief = () => by(tokens.chief);

const makeKey = (name: string, fields: object = {}) =>
  store.addKey([Scope.Admin], { name, ...fields });

beforeAll(async () => {
  store = await TestStore.create();
  tokens.chief = (await makeKey('chief')).token;
  const ofFirst = await makeKey('hidden desk', { accounts: [ACCOUNT] });
  tokens.first = ofFirst.token;
  tokens.other = (await makeKey('other desk', { accounts: ['990*'] })).token;
  api = await TestApi.start(
    {
      HOST: '0.0.0.0',
      BROKER_TOKEN_KEY: 'a-key-of-the-spec-that-is-long-enough',
      FLATTRADE_ACCOUNTS: JSON.stringify(SESSIONS),
    },
    store,
  );
  first = await theFirstDesk(ofFirst.id);
  secrets = [ACCOUNT, USER, first.orderId, first.basketId, 'follower-4108', 'FT4101', '1843.25'];
  secrets.push('hidden', 'HIDDEN', first.keyId, first.reportId);
});

afterAll(async () => {
  await api.stop();
  await store.drop();
});

const chiefPosts = async (url: string, body: unknown): Promise<Json> => {
  const answer = await api.post(url, body, asChief());
  if (answer.status >= 300) throw new Error(`${url} was answered ${answer.text}`);
  return answer.body;
};

/** One of everything that a desk leaves behind. */
async function theFirstDesk(keyId: string): Promise<FirstDesk> {
  const order = { account: ACCOUNT, userId: USER, symbol: 'HIDDEN', price: '1843.25' };
  const named = { clOrdId: 'hidden-order', tag: 'hidden-tag', link: 'rest' };
  const { body } = await api.post('/orders', newOrder({ ...order, ...named }), by(tokens.first));
  const { orderId } = body;
  const trade = { ExecType: 'F', ExecID: 'hidden-fill', LastQty: 40, LastPx: '1843.25' };
  await chiefPosts('/execution_endpoint', { ClOrdID: orderId, ...trade });
  await chiefPosts('/execution_endpoint', {
    ClOrdID: orderId,
    ...trade,
    LastQty: 5,
    ExecID: 'hidden-odd',
    Account: '1',
  });
  const { entries } = await api.app.get(EventFeed).page(null, 1_000);
  await api.app.get(PositionProjector).project(entries);
  await api.call('PUT', `/orders/${orderId}/followers/follower-4108`, { headers: asChief() });
  const basket = { ...BASKET_EXAMPLE, account: ACCOUNT, basketClOrdId: 'hidden-basket' };
  const { basketId } = await chiefPosts('/baskets', basket);
  const limits = { account: ACCOUNT, maxOrderQty: '500' };
  await api.call('PUT', '/risk/limits', { body: limits, headers: asChief() });
  const why = { reason: 'hidden reason' };
  await chiefPosts('/risk/kill-switch', { scope: 'account', id: ACCOUNT, ...why });
  await chiefPosts('/risk/kill-switch', { scope: 'user', id: USER, ...why });
  const at = new Date();
  const message = { id: `${orderId}:hidden-fill`, orderId, seq: 3, event: {} as never };
  const tried = { attempts: 1, lastError: 'away', since: at, nextAttemptAt: at };
  await api.app.get(UndeliveredMessages).keep({ ...message, ...tried });
  const difference = { brokerOrderId: null, symbol: 'HIDDEN', exchange: 'NSE', ours: '1' };
  const found = { ...difference, theirs: '2', done: 'nothing' };
  await api.app.get(Differences).note({ link: 'flattrade', session: 'FT4101' }, at, [
    { ...found, kind: 'cumQty', orderId },
    { ...found, kind: 'position', orderId: null },
  ]);
  const person = { login: 'hidden-person', name: 'Hidden', roles: ['trader'], accounts: [ACCOUNT] };
  await chiefPosts('/users', { ...person, signIn: 'oidc' });
  const { items } = (await api.get('/ops/unmatched-reports', asChief())).body;
  return {
    account: ACCOUNT,
    user: USER,
    orderId,
    basketId,
    reportId: items[0].id,
    messageId: message.id,
    keyId,
    login: 'hidden-person',
  };
}

test('every route of the server is in the table', () => {
  const routes = routesOf(api.app.getHttpAdapter().getInstance());
  expect(routes.length).toBeGreaterThan(70);
  const isKnown = (name: string) => name in BOUND_ROUTES || isFileOrBoard(name);
  expect(routes.filter((name) => !isKnown(name))).toEqual([]);
  expect(Object.keys(BOUND_ROUTES).filter((name) => !routes.includes(name))).toEqual([]);
});

test('the first desk finds all of it', async () => {
  const own = by(tokens.first);
  const lists = ['/orders', '/fills', '/events', '/positions', '/positions/history', '/baskets'];
  for (const url of [...lists, '/ops/alerts', '/ops/undelivered', '/reconciliation', '/links']) {
    expect({ url, items: (await api.get(url, own)).body.items.length }).not.toMatchObject({
      items: 0,
    });
  }
  expect((await api.get(`/orders/${first.orderId}`, own)).body.cumQty).toBe('40');
  expect((await api.get(`/baskets/${first.basketId}`, own)).status).toBe(200);
  expect((await api.get('/prices?symbols=HIDDEN', own)).body.items).toMatchObject([
    { lastPx: '1843.25' },
  ]);
});

describe('a key of another account', () => {
  const isAsked = ([, { by: bound }]: [string, { by: string }]) => bound !== 'public';

  test.each(Object.entries(BOUND_ROUTES).filter(isAsked))(
    '%s: sees and changes nothing of the first',
    async (name, { by: bound, asks }) => {
      const [method] = name.split(' ');
      for (const [url, status, call] of asks(first)) {
        const before = await store.contents();
        const answer = await api.call(method, url, { ...call, headers: by(tokens.other) });
        expect({ url, status: answer.status, text: answer.text }).toMatchObject({ status });
        if (bound === 'engine' || bound === 'board') expect(status).toBe(403);
        if (bound === 'order' || bound === 'basket') expect(status).toBe(404);
        const said = url + JSON.stringify(call ?? {});
        const leaked = secrets.filter((one) => answer.text.includes(one) && !said.includes(one));
        expect({ url, leaked, text: answer.text }).toMatchObject({ leaked: [] });
        const after = await store.contents();
        const changed = Object.keys(after).filter((name) => after[name] !== before[name]);
        expect({ url, changed }).toMatchObject({ changed: [] });
      }
    },
  );

  test('things of other accounts are answered as not found', async () => {
    const absent = 'f'.repeat(24);
    for (const [url, id] of [
      ['/orders/', first.orderId],
      ['/baskets/', first.basketId],
    ]) {
      const [foreign, none] = await Promise.all(
        [id, absent].map((each) => api.get(url + each, by(tokens.other))),
      );
      const { requestId: _, ...problem } = foreign.body;
      expect([foreign.status, problem]).toEqual([
        none.status,
        { ...none.body, requestId: undefined },
      ]);
    }
  });

  test('sees in the audit what keys of its own accounts did', async () => {
    await api.post('/orders/cancel-all', {}, by(tokens.other));
    const { items } = (await api.get('/audit?limit=1000', by(tokens.other))).body;
    expect(new Set(items.map(({ byName }: Json) => byName))).toEqual(new Set(['other desk']));
    const all = (await api.get('/audit?limit=1000', asChief())).body.items;
    expect(new Set(all.map(({ byName }: Json) => byName))).toEqual(
      new Set(['chief', 'hidden desk', 'other desk']),
    );
  });

  /** Events that socket.io raises itself. */
  const OF_SOCKET_IO = new Set(['disconnect', 'disconnecting', 'error']);

  test('gets only its own events, by socket or stream', async () => {
    const url = await api.listen();
    const rooms: LiveRoom[] = [
      'all',
      `account:${ACCOUNT}`,
      `order:${first.orderId}`,
      `user:${USER}`,
      'user:follower-4108',
    ];
    const listen = (apiKey: string) => {
      const items: FeedItem[] = [];
      const onItems = (given: FeedItem[]) => void items.push(...given);
      return { items, subscriber: new OmeClient({ url, apiKey }).live({ rooms, onItems }) };
    };
    const [own, other] = [listen(tokens.first), listen(tokens.other)];
    const stop = new AbortController();
    const streamed: string[] = [];
    const stream = await fetch(`${url}/events/stream`, {
      headers: by(tokens.other),
      signal: stop.signal,
    });
    const reading = (async () => {
      for await (const chunk of stream.body!.pipeThrough(new TextDecoderStream())) {
        streamed.push(chunk);
      }
    })().catch(() => undefined);
    await eventually(() => {
      expect([own, other].map(({ subscriber }) => subscriber.state)).toEqual(['live', 'live']);
    });
    // A further message, or a further namespace, has to be tried here, too.
    const { namespace } = api.app.get<unknown, { namespace: Namespace }>(LiveGateway);
    expect([...namespace.server._nsps.keys()].sort()).toEqual(['/', LIVE_NAMESPACE]);
    expect(namespace.sockets.size).toBe(2);
    for (const socket of namespace.sockets.values()) {
      const taken = socket.eventNames().filter((name) => !OF_SOCKET_IO.has(String(name)));
      expect(taken).toEqual(SOCKET_MESSAGES);
    }

    await chiefPosts(`/orders/${first.orderId}/cancel`, {});
    const others = newOrder({ account: '9901', symbol: 'ACC', link: 'rest' });
    const { orderId } = (await api.post('/orders', others, by(tokens.other))).body;

    await eventually(() => expect(own.items.length).toBeGreaterThan(0));
    await eventually(() => expect(other.items.length).toBeGreaterThan(0));
    await eventually(() => expect(streamed.join('')).toContain(orderId));
    expect(new Set(own.items.map((item) => item.orderId))).toEqual(new Set([first.orderId]));
    expect(new Set(other.items.map((item) => item.orderId))).toEqual(new Set([orderId]));
    expect(streamed.join('')).not.toContain(first.orderId);
    for (const { subscriber } of [own, other]) subscriber.close();
    stop.abort();
    await reading;
  });

  test('cancel-all cancels only its own orders', async () => {
    const order = (account: string) => newOrder({ account, symbol: 'ACC', link: 'rest' });
    await api.call('DELETE', `/risk/kill-switch/account/${ACCOUNT}`, { headers: asChief() });
    const { orderId: foreign } = await chiefPosts('/orders', order(ACCOUNT));
    const { orderId: own } = await chiefPosts('/orders', order('9902'));
    const { body } = await api.post('/orders/cancel-all', {}, by(tokens.other));
    expect(body.requested).toContain(own);
    expect(body.requested).not.toContain(foreign);
    expect((await api.get(`/orders/${foreign}`, asChief())).body.ordStatus).toBe('PendingNew');
  });

  test('an answer to an Idempotency-Key is not repeated to another API key', async () => {
    const headers = { 'idempotency-key': 'shared' };
    const order = newOrder({ account: ACCOUNT, symbol: 'ACC', link: 'rest' });
    const placed = await api.post('/orders', order, { ...headers, ...by(tokens.first) });
    expect(placed.status).toBe(201);
    const other = await api.post('/orders', order, { ...headers, ...by(tokens.other) });
    expect(other.status).toBe(403);
  });
});

describe('a key of some users', () => {
  test('sees and places orders of these users, and sees nothing of whole accounts', async () => {
    const { token } = await makeKey('user', { accounts: ['77*'], users: ['u1'] });
    const own = by(token);
    const order = (userId?: string) => newOrder({ account: '771', symbol: 'ACC', userId });
    const place = (userId?: string) => api.post('/orders', order(userId), own);
    expect((await place('u1')).status).toBe(201);
    expect(await place('u2')).toMatchObject({
      status: 403,
      body: { detail: "userId u2 is not one of the API key's" },
    });
    expect(await place()).toMatchObject({
      status: 403,
      body: { detail: "userId must name one of the API key's users" },
    });
    await chiefPosts('/orders', order('u2'));
    const { items } = (await api.get('/orders', own)).body;
    expect(items.map(({ userId }: Json) => userId)).toEqual(['u1']);
    expect((await api.get('/positions', own)).body.items).toEqual([]);
    expect((await api.post('/positions/close-all', { account: '771' }, own)).status).toBe(403);
  });
});
