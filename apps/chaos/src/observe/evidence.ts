import type { FillView, OrderView, Page } from '@ome/contracts';
import type { DeliveryEntry, RequestEntry } from '../../../simulator/src/ledger/ledger';
import type { JsonClient } from '../json-client';
import type { PlacedOrder } from '../load/load';
import { type FeedEntry, type FeedReader, readFeed } from './feed';
import type { LedgerOrder } from './simulator';
import type { JournalEvent } from './store';
import type { Witnesses } from './witnesses';

/** All that is known about a load once everything has come to rest, from every side. */
export interface Evidence {
  readonly placed: readonly PlacedOrder[];
  /** Histories by order id, as the journal holds them. */
  readonly journal: ReadonlyMap<string, readonly JournalEvent[]>;
  /** What GET /orders/:id shows; missing where it answers that there is no such order. */
  readonly views: ReadonlyMap<string, OrderView>;
  readonly fills: ReadonlyMap<string, readonly FillView[]>;
  /** By order id; more than one where the link was sent the order twice. */
  readonly ledger: ReadonlyMap<string, readonly LedgerOrder[]>;
  readonly requests: readonly RequestEntry[];
  readonly reportsRefused: number;
  readonly deliveries: readonly DeliveryEntry[];
  /** The feed as it was read along, and as it reads afterwards. */
  readonly feedAlong: readonly FeedEntry[];
  readonly feedAfter: readonly FeedEntry[];
  /** Null where nobody could listen all the time. */
  readonly announced: { readonly events: Set<string>; readonly fills: Set<string> } | null;
  /** What the rebuild command prints. */
  readonly rebuild: readonly string[];
}

/** What was seen while the load ran. */
export interface Seen extends Pick<Evidence, 'placed' | 'announced' | 'rebuild'> {
  readonly account: string;
  readonly reader: FeedReader;
}

export async function gather(
  { api, simulator, store }: Witnesses,
  { account, reader, ...seen }: Seen,
): Promise<Evidence> {
  await reader.finish();
  const journal = await store.histories(account);
  const { reportsRefused } = await simulator.summary();
  return {
    ...seen,
    journal,
    views: await viewsOf([...journal.keys()], api),
    fills: grouped(await fillsOf(account, api)),
    ledger: grouped(await simulator.orders()),
    requests: await simulator.requests(),
    reportsRefused,
    deliveries: await simulator.deliveries(),
    feedAlong: reader.entries,
    feedAfter: await readFeed(api, reader.startedAt),
  };
}

async function viewsOf(orderIds: string[], api: JsonClient): Promise<Map<string, OrderView>> {
  const answers = await Promise.all(orderIds.map((id) => api.request('GET', `/orders/${id}`)));
  const found = answers.filter(({ status }) => status === 200);
  const views = found.map(({ body }) => body as unknown as OrderView);
  return new Map(views.map((view) => [view.orderId, view]));
}

async function fillsOf(account: string, api: JsonClient): Promise<FillView[]> {
  const fills: FillView[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const from: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const page: Page<FillView> = await api.get(`/fills?account=${account}&limit=1000${from}`);
    fills.push(...page.items);
    cursor = page.nextCursor;
  }
  return fills;
}

function grouped<T extends { readonly orderId: string }>(items: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(item.orderId);
    if (group) group.push(item);
    else groups.set(item.orderId, [item]);
  }
  return groups;
}
