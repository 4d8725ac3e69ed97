import { OmeClient } from '@ome/client';
import type { FeedItem, LiveProblem } from '@ome/contracts';
import { Scope } from '@ome/platform';
import { Redis } from 'ioredis';
import { io } from 'socket.io-client';
import { CuttingProxy } from '../../../../libs/persistence/src/testing/cutting-proxy';
import { eventually, newOrder, TestApi, TestStore } from '../testing/test-api';

let store: TestStore;
let redis: CuttingProxy;
let apis: TestApi[];
let urls: string[];

beforeAll(async () => {
  store = await TestStore.create();
  redis = new CuttingProxy(new URL(store.environment.REDIS_URL));
  const REDIS_URL = (await redis.start()).split('?')[0];
  await store.addKey([Scope.Admin]);
  const closed = { HOST: '0.0.0.0', REDIS_URL };
  apis = [await TestApi.start(closed, store), await TestApi.start(closed, store)];
  urls = await Promise.all(apis.map((api) => api.listen()));
});

afterAll(async () => {
  for (const api of apis) await api.stop();
  await redis.stop();
  await store.drop();
});

function listen(url: string, apiKey?: string) {
  const items: FeedItem[] = [];
  const cuts: LiveProblem[] = [];
  const subscriber = new OmeClient({ url, ...(apiKey && { apiKey }) }).live({
    rooms: ['all'],
    onItems: (given) => void items.push(...given),
    onCut: (problem) => void cuts.push(problem),
  });
  return { items, cuts, subscriber };
}

it('refuses subscribers without a key for orders', async () => {
  const { token } = await store.addKey([Scope.Executions]);
  for (const key of [undefined, 'made-up', token]) {
    const { cuts, subscriber } = listen(urls[0], key);
    await eventually(() => expect(subscriber.state).toBe('closed'));
    expect(cuts).toMatchObject([{ code: 'forbidden' }]);
  }
});

it('disconnects subscribers of a revoked key, in every process, and no others', async () => {
  const [revoked, kept] = [await store.addKey([Scope.Orders]), await store.addKey([Scope.Orders])];
  const cut = [listen(urls[0], revoked.token), listen(urls[1], revoked.token)];
  const stays = listen(urls[1], kept.token);
  const abort = new AbortController();
  const stream = await fetch(`${urls[0]}/events/stream`, {
    headers: { 'x-api-key': revoked.token },
    signal: abort.signal,
  });
  const all = [...cut, stays];
  await eventually(() => all.forEach(({ subscriber }) => expect(subscriber.state).toBe('live')));
  await store.keys.revoke(revoked.id);
  await eventually(() =>
    cut.forEach(({ cuts }) => expect(cuts).toMatchObject([{ code: 'keyRevoked' }])),
  );
  expect(cut.map(({ subscriber }) => subscriber.state)).toEqual(['closed', 'closed']);
  expect(await stream.text()).toMatch(/event: cut\ndata: \{"code":"keyRevoked"/);
  expect(stays.subscriber.state).toBe('live');
  stays.subscriber.close();
});

it('loses nothing while Redis is flushed or down', async () => {
  const { token } = await store.addKey([Scope.Orders]);
  const headers = { 'x-api-key': token };
  const place = async (tag: string) => {
    const { status } = await apis[0].post('/orders', newOrder({ tag }), headers);
    expect(status).toBe(201);
  };
  const listeners = [listen(urls[0], token), listen(urls[1], token)];
  await eventually(() =>
    listeners.forEach(({ subscriber }) => expect(subscriber.state).toBe('live')),
  );
  await place('before');
  const direct = new Redis(store.environment.REDIS_URL);
  await direct.flushall();
  await direct.quit();
  await place('flushed');
  redis.shut();
  await place('down');
  const tags = ({ items }: (typeof listeners)[number]) => items.map(({ order }) => order.tag);
  await eventually(() => expect(tags(listeners[0])).toContain('down'));
  const late = listen(urls[0], token);
  await eventually(() => expect(late.subscriber.state).toBe('live'));
  await place('late');
  redis.open();
  await place('after');
  for (const listener of listeners) {
    await eventually(() =>
      expect(tags(listener)).toEqual(['before', 'flushed', 'down', 'late', 'after']),
    );
    expect(listener.cuts).toEqual([]);
  }
  await eventually(() => expect(tags(late)).toEqual(['late', 'after']));
  for (const { subscriber } of [...listeners, late]) subscriber.close();
});

it('tells all subscribers that it is stopping', async () => {
  const { token } = await store.addKey([Scope.Orders]);
  const api = await TestApi.start({ HOST: '0.0.0.0' }, store);
  const { cuts, subscriber } = listen(await api.listen(), token);
  await eventually(() => expect(subscriber.state).toBe('live'));
  await api.stop();
  await eventually(() => expect(cuts).toMatchObject([{ code: 'shutdown' }]));
  subscriber.close();
});

it('lets no page of another origin listen to an engine that is open', async () => {
  const api = await TestApi.start({}, store);
  const url = await api.listen();
  const told = (origin: string) =>
    new Promise<string>((resolve) => {
      const options = { transports: ['websocket'], forceNew: true, extraHeaders: { origin } };
      const socket = io(`${url}/live`, { ...options, reconnection: false });
      const end = (word: string) => {
        socket.disconnect();
        resolve(word);
      };
      socket.on('connect', () => end('welcome'));
      socket.on('connect_error', ({ message }) => end(message));
    });
  expect(await told(url)).toBe('welcome');
  expect(await told('https://elsewhere.example')).toMatch(/API key/);
  await api.stop();
});
