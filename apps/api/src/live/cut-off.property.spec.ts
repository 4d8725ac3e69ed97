import { setTimeout as sleep } from 'node:timers/promises';
import { type LiveState, OmeClient } from '@ome/client';
import type { FeedItem } from '@ome/contracts';
import { propertyRuns } from '../../../../libs/domain/test/property-runs';
import { CuttingProxy } from '../../../../libs/persistence/src/testing/cutting-proxy';
import { eventually, TestApi } from '../testing/test-api';
import { feedBehind, load } from './testing/load';

const CUTS = propertyRuns(60);

let api: TestApi;
let url: string;
let proxy: CuttingProxy;

beforeAll(async () => {
  api = await TestApi.start();
  url = await api.listen();
  proxy = new CuttingProxy(new URL(url));
});

afterAll(async () => {
  await proxy.stop();
  await api.stop();
});

it('delivers every event once and in order, despite repeated disconnects under load', async () => {
  const items: FeedItem[] = [];
  const states: LiveState[] = [];
  const subscriber = new OmeClient({ url: new URL(await proxy.start()).origin }).live({
    rooms: ['all'],
    onItems: (given) => void items.push(...given),
    onState: (state) => states.push(state),
  });
  const isLive = () => eventually(() => expect(subscriber.state).toBe('live'));
  await isLive();
  const start = subscriber.cursor!;
  const orders = load(api, 'load');
  for (let cuts = 0; cuts < CUTS; cuts += 1) {
    await sleep(Math.random() * 30);
    await isLive();
    proxy.shut();
    proxy.open();
    await eventually(() => expect(subscriber.state).not.toBe('live'));
  }
  await eventually(() => expect(items.length).toBeGreaterThan(60));
  await orders.stop();
  const expected = await feedBehind(url, start);
  await eventually(() => expect(items).toHaveLength(expected.length));
  expect(items).toEqual(expected);
  expect(states.filter((state) => state === 'lost').length).toBeGreaterThanOrEqual(CUTS);
  subscriber.close();
});
