import { setTimeout as sleep } from 'node:timers/promises';
import { OmeClient } from '@ome/client';
import { EVERYTHING } from '@ome/domain';
import type { FeedItem } from '@ome/contracts';
import { feedBehind, load } from '../live/testing/load';
import { Subscribers } from '../live/subscribers';
import { eventually, TestApi } from '../testing/test-api';
import { EventStream } from './event-stream';

let api: TestApi;
let url: string;

beforeAll(async () => {
  api = await TestApi.start();
  url = await api.listen();
});

afterAll(() => api.stop());

/** A reader as browsers have it: it remembers the last id. */
class Reader {
  readonly items: FeedItem[] = [];
  lastEventId: string | undefined;

  /** Reads until it is aborted. */
  async read(query: string, signal: AbortSignal): Promise<void> {
    const { lastEventId } = this;
    const headers = { ...(lastEventId && { 'last-event-id': lastEventId }) };
    const answer = await fetch(`${url}/events/stream${query}`, { headers, signal });
    expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    let text = '';
    for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
      const events = (text + chunk).split('\n\n');
      text = events.pop()!;
      for (const event of events) this.take(event);
    }
  }

  private take(event: string): void {
    const [, id] = /^id: (.*)$/m.exec(event) ?? [];
    const [, data] = /^data: (.*)$/m.exec(event) ?? [];
    if (id) this.lastEventId = id;
    if (data) this.items.push(JSON.parse(data) as FeedItem);
  }
}

it('resumes from Last-Event-ID, without gaps or repeats in a hundred connections', async () => {
  const reader = new Reader();
  const first = new AbortController();
  const started = reader.read('', first.signal).catch(() => undefined);
  await eventually(() => expect(reader.lastEventId).toBeDefined());
  const start = reader.lastEventId!;
  const orders = load(api, 'stream');
  first.abort();
  await started;
  for (let cuts = 0; cuts < 99; cuts += 1) {
    const cut = new AbortController();
    const reading = reader.read('', cut.signal).catch(() => undefined);
    await sleep(Math.random() * 40);
    cut.abort();
    await reading;
  }
  await orders.stop();
  const last = new AbortController();
  const reading = reader.read('', last.signal).catch(() => undefined);
  const expected = await feedBehind(url, start);
  await eventually(() => expect(reader.items).toHaveLength(expected.length));
  expect(reader.items).toEqual(expected);
  expect(expected.length).toBeGreaterThan(20);
  last.abort();
  await reading;
}, 60_000);

it('starts after `after`, with the events of one room', async () => {
  const { nextCursor } = await new OmeClient({ url }).events.page({ limit: 1 });
  const { orderId } = await api.place({ account: 'room', userId: 'ann' });
  await api.place();
  for (const room of ['account:room', 'user:ann', `order:${orderId}`]) {
    const reader = new Reader();
    const cut = new AbortController();
    const query = `?after=${nextCursor}&room=${room}`;
    const reading = reader.read(query, cut.signal).catch(() => undefined);
    await eventually(() => expect(reader.items).toMatchObject([{ orderId }]));
    cut.abort();
    await reading;
  }
});

it('refuses invalid rooms and cursors', async () => {
  for (const query of ['room=everything', 'room=order:1', 'after=x', 'after=FF']) {
    expect((await fetch(`${url}/events/stream?${query}`)).status).toBe(400);
  }
  const headers = { 'last-event-id': 'x' };
  const answer = await fetch(`${url}/events/stream`, { headers });
  expect(await answer.json()).toMatchObject({ errors: [{ field: 'Last-Event-ID' }] });
});

it('disconnects a slow reader, and sends the reason last', async () => {
  const { nextCursor: start } = await new OmeClient({ url }).events.page({ limit: 1 });
  const stream = new EventStream(null, EVERYTHING, start);
  const { writableHighWaterMark: buffered } = stream.body;
  while (JSON.stringify(await feedBehind(url, start)).length < 2 * buffered) await api.place();
  const subscribers = api.app.get(Subscribers);
  subscribers.join(stream);
  subscribers.serve(stream, new Set(['all']), start);
  await eventually(() => expect(stream.body.writableEnded).toBe(true));
  const text = (await stream.body.toArray()).join('');
  expect(text).toMatch(/event: cut\ndata: \{"code":"slow".*\}\n\n$/);
  const metrics = await new OmeClient({ url }).health.metrics();
  expect(metrics).toContain('ome_live_cuts_total{reason="slow"} 1');
});
