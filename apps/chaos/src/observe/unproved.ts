import type { LinkView, OrderView } from '@ome/contracts';
import { isEqual } from '../equal';
import type { JsonClient } from '../json-client';
import type { LedgerOrder } from './simulator';
import { tagsOf } from './store';
import type { Witnesses } from './witnesses';

/** An item of GET /ops/waiting. */
export interface WaitingOrder {
  readonly order: OrderView;
  readonly command: 'new' | 'replace' | 'cancel';
  readonly state: 'queued' | 'sending' | 'inDoubt';
}

/** Orders that may wait forever, and the broker's records of them. */
export interface Unproved {
  readonly waiting: readonly WaitingOrder[];
  readonly ledger: readonly LedgerOrder[];
}

/**
 * Without our remark in Breeze's book, nothing proves that an order never arrived: it stays in
 * doubt for ops, and identical orders wait for it.
 */
export async function findUnproved(
  { api, simulator, store }: Witnesses,
  account: string,
): Promise<Unproved> {
  const { items } = await api.get<{ items: WaitingOrder[] }>('/ops/waiting?limit=1000');
  const placements = items.filter(
    ({ order, command }) => order.link === 'breeze' && command === 'new',
  );
  const doubtful = placements.filter(({ state }) => state === 'inDoubt');
  if (doubtful.length === 0 || (await provesByTag('breeze', api))) {
    return { waiting: [], ledger: [] };
  }
  const held = placements.filter(
    ({ order, state }) =>
      state === 'queued' && doubtful.some((other) => isAlike(order, other.order)),
  );
  const waiting = [...doubtful, ...held];
  const histories = await store.histories(account);
  const tags = new Set(waiting.flatMap(({ order }) => tagsOf(histories.get(order.orderId) ?? [])));
  const orders = await simulator.orders();
  return { waiting, ledger: orders.filter(({ tag }) => tag !== undefined && tags.has(tag)) };
}

/** A worker publishes what it learned within seconds. */
async function provesByTag(link: string, api: JsonClient): Promise<boolean> {
  const { items } = await api.get<{ items: LinkView[] }>('/links');
  const workers = items.filter((one) => one.link === link).flatMap((one) => one.workers);
  return workers.some(({ dedupe }) => dedupe === 'tagged');
}

const isAlike = (one: OrderView, other: OrderView): boolean =>
  one.symbol === other.symbol &&
  one.side === other.side &&
  isEqual(one.orderQty, other.orderQty) &&
  (one.price === null || other.price === null
    ? one.price === other.price
    : isEqual(one.price, other.price));
