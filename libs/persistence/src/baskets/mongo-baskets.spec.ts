import { applyBasketEvent, type BasketEvent } from '@ome/domain';
import type { Connection } from 'mongoose';
import { anOrderId, dropTestStore, openTestStore } from '../testing/test-store';
import type { Projected } from '../event-store/read-model';
import { BasketQueries, MongoBasketProjector } from './mongo-baskets';

let store: Connection;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => dropTestStore(store));

const envelope = (basketId: string, seq: number) => ({
  basketId,
  seq,
  at: new Date(),
  by: null,
  requestId: null,
});
const opened = (basketId: string): BasketEvent => ({
  ...envelope(basketId, 1),
  type: 'BasketNew',
  basketClOrdId: basketId,
  account: '42',
  userId: null,
  proceedWhen: 'FILLED',
  stageTimeoutMs: 1_000,
  onFailure: 'STOP',
  legs: [],
});
const ended = (basketId: string): BasketEvent => ({
  ...envelope(basketId, 2),
  type: 'BasketEnded',
  outcome: 'NONE',
  filled: [],
});

test('finds baskets, open or ended, whose projection lacks their last event', async () => {
  const baskets = store.db!.collection<Projected>('baskets');
  const events = store.db!.collection('basket_events');
  const projector = new MongoBasketProjector(baskets, () => undefined);
  const queries = new BasketQueries(baskets, events);
  const [never, stale, current] = [anOrderId(), anOrderId(), anOrderId()];
  for (const id of [never, stale, current]) {
    await events.insertMany([opened(id), ended(id)]);
  }
  const basket = (id: string) => applyBasketEvent(null, opened(id));
  await projector.project(basket(stale));
  await projector.project(applyBasketEvent(basket(current), ended(current)));

  const since = new Date(Date.now() - 60_000);
  expect(new Set(await queries.unprojected(since))).toEqual(new Set([never, stale]));
  for (const id of [never, stale]) {
    await projector.project(applyBasketEvent(basket(id), ended(id)));
  }
  expect(await queries.unprojected(since)).toEqual([]);
});
