import { type LiveState, OmeClient } from '@ome/client';
import type { FeedItem, LiveProblem, LiveRoom } from '@ome/contracts';
import { eventually, TestApi } from '../testing/test-api';
import { feedBehind, load } from './testing/load';

let api: TestApi;
let url: string;

beforeAll(async () => {
  api = await TestApi.start();
  url = await api.listen();
  // For those who catch up from long ago.
  const history = Array.from({ length: 40 }, async (_, index) => {
    const { orderId } = (await api.placeUnderLoad({ account: 'before' })).body;
    await api.fill(orderId, '40', '2450', `before-${index}`);
  });
  await Promise.all(history);
});

afterAll(async () => {
  await api.stop();
});

function listen(at: string, rooms: LiveRoom[] = ['all'], after?: string) {
  const items: FeedItem[] = [];
  const states: LiveState[] = [];
  const cuts: LiveProblem[] = [];
  const subscriber = new OmeClient({ url: at }).live({
    rooms,
    ...(after !== undefined && { after }),
    onItems: (given) => void items.push(...given),
    onState: (state) => states.push(state),
    onCut: (problem) => cuts.push(problem),
  });
  return { items, states, cuts, subscriber };
}

const live = ({ subscriber }: ReturnType<typeof listen>) =>
  eventually(() => expect(subscriber.state).toBe('live'));

it('catches up from old events in pages, then continues live', async () => {
  const { items } = await new OmeClient({ url }).events.page({ limit: 1 });
  const listener = listen(url, ['all'], items[0].cursor);
  await api.place({ account: 'live' });
  const expected = await feedBehind(url, items[0].cursor);
  await eventually(() => expect(listener.items).toHaveLength(expected.length));
  expect(listener.items).toEqual(expected);
  await api.place({ account: 'live' });
  await eventually(() => expect(listener.items.length).toBeGreaterThan(expected.length));
  listener.subscriber.close();
});

it('sends each room its events, live or while catching up', async () => {
  const { cursor } = (await new OmeClient({ url }).events.page()).items.at(-1)!;
  const start = (await feedBehind(url, cursor)).at(-1)?.cursor ?? cursor;
  const early = listen(url, ['user:ann', 'account:rooms-1'], start);
  await live(early);
  const [ofAnn, ofBob, followed, ofAccount] = [
    await api.place({ userId: 'ann' }),
    await api.place({ userId: 'bob', account: 'rooms-2' }),
    await api.place({ account: 'rooms-2' }),
    await api.place({ account: 'rooms-1' }),
  ];
  await new OmeClient({ url }).orders.follow(followed.orderId, 'ann');
  await api.acknowledge(followed.orderId);
  await api.acknowledge(ofBob.orderId);
  await api.place({ account: 'rooms-1', tag: 'last' });

  const seen = ({ items }: typeof early) =>
    items.map(({ orderId, type, order }) => order.tag ?? `${orderId} ${type}`);
  await eventually(() => expect(seen(early)).toContain('last'));
  expect(seen(early)).toEqual([
    `${ofAnn.orderId} NewOrder`,
    `${ofAccount.orderId} NewOrder`,
    `${followed.orderId} New`,
    'last',
  ]);
  const late = listen(url, [`order:${ofBob.orderId}`], start);
  await eventually(() => expect(late.items).toHaveLength(2));
  expect(late.items.map(({ type }) => type)).toEqual(['NewOrder', 'New']);
  early.subscriber.close();
  late.subscriber.close();
});

it('disconnects a slow subscriber without delaying others', async () => {
  const quick = listen(url);
  const slowCuts: LiveProblem[] = [];
  let release = () => undefined as void;
  const slowItems: FeedItem[] = [];
  const slow = new OmeClient({ url }).live({
    rooms: ['all'],
    onItems: async (items) => {
      if (slowItems.length === 0) await new Promise<void>((resolve) => (release = resolve));
      slowItems.push(...items);
    },
    onCut: (problem) => void slowCuts.push(problem),
  });
  await live(quick);
  await eventually(() => expect(slow.state).toBe('live'));
  const before = quick.subscriber.cursor!;
  const slowBefore = slow.cursor!;
  const orders = load(api, 'slow');
  await eventually(() => expect(quick.items.length).toBeGreaterThan(100));
  await eventually(() => expect(slowCuts).toMatchObject([{ code: 'slow' }]));
  await orders.stop();
  const expected = await feedBehind(url, before);
  await eventually(() => expect(quick.items).toHaveLength(expected.length));
  expect(quick.items).toEqual(expected);
  expect(quick.cuts).toEqual([]);

  // It was in the middle of a batch, finishes that, and goes on behind it.
  release();
  const all = await feedBehind(url, slowBefore);
  await eventually(() => expect(slowItems).toHaveLength(all.length));
  expect(slowItems).toEqual(all);
  expect((await api.get('/metrics')).text).toContain('ome_live_cuts_total{reason="slow"} 1');
  slow.close();
  quick.subscriber.close();
});

it.each<[LiveRoom[], string | undefined, string]>([
  [[], undefined, 'rooms'],
  [['everything' as 'all'], undefined, 'rooms'],
  [['all'], 'yesterday', 'cursor'],
  [['all'], 'FF', 'cursor'],
])('refuses the rooms %j behind %p', async (rooms, after, about) => {
  const { cuts, subscriber } = listen(url, rooms, after);
  await eventually(() => expect(subscriber.state).toBe('closed'));
  expect(cuts).toEqual([{ code: 'invalid', detail: expect.stringContaining(about) }]);
});
