import type { BasketDetailView, FillView, OrderView, Page } from '@ome/contracts';
import type { WindowSummary } from '../../../simulator/src/brokers/rate-limits';
import type { DeliveryEntry, RequestEntry } from '../../../simulator/src/ledger/ledger';
import type { JsonClient } from '../json-client';
import type { PlacedOrder } from '../load/load';
import { basketsOf } from './baskets';
import { type FeedEntry, type FeedReader, readFeed } from './feed';
import type { LedgerOrder } from './simulator';
import { netsOf, type Net } from './nets';
import { type JournalEvent, SESSION_ACCOUNTS, tagsOf } from './store';
import { findUnproved } from './unproved';
import type { Witnesses } from './witnesses';

/** All that is known about a load once everything has come to rest, from every side. */
export interface Evidence {
  readonly placed: readonly PlacedOrder[];
  readonly baskets: BasketEvidence;
  /** Histories by order id, as the journal holds them. */
  readonly journal: ReadonlyMap<string, readonly JournalEvent[]>;
  /** What GET /orders/:id shows; missing where it answers that there is no such order. */
  readonly views: ReadonlyMap<string, OrderView>;
  readonly fills: ReadonlyMap<string, readonly FillView[]>;
  /** Orders that a broker cannot say anything about, and that are listed for ops. */
  readonly unproved: ReadonlySet<string>;
  /** By order id of the engine; more than one where the link was sent the order twice. */
  readonly ledger: ReadonlyMap<string, readonly LedgerOrder[]>;
  readonly requests: readonly RequestEntry[];
  readonly reportsRefused: number;
  readonly limitsExceeded: number;
  readonly limits: readonly WindowSummary[];
  readonly deliveries: readonly DeliveryEntry[];
  /** The feed as it was read along, and as it reads afterwards. */
  readonly feedAlong: readonly FeedEntry[];
  readonly feedAfter: readonly FeedEntry[];
  /** Null where nobody could listen all the time. */
  readonly announced: { readonly events: Set<string>; readonly fills: Set<string> } | null;
  /** What the rebuild command prints. */
  readonly rebuild: readonly string[];
  /** What is held by the brokers' words and by ours; empty where nobody meddled. */
  readonly nets: readonly Net[];
  /** Whether somebody changed and ended orders past the engine. */
  readonly meddled: boolean;
  /** Sentences about secrets in the log; empty where nobody looked. */
  readonly leaks: readonly string[];
}

export interface BasketEvidence {
  /** Ids of those that were acknowledged, and of those that the journal has. */
  readonly acknowledged: readonly string[];
  readonly journalled: readonly string[];
  /** What GET /baskets/:id shows. */
  readonly views: readonly BasketDetailView[];
}

/** What was seen while the load ran. */
export interface Seen extends Pick<
  Evidence,
  'placed' | 'announced' | 'rebuild' | 'leaks' | 'meddled'
> {
  readonly account: string;
  readonly baskets: readonly string[];
  readonly reader: FeedReader;
}

export async function gather(
  witnesses: Witnesses,
  { account, reader, baskets, ...seen }: Seen,
): Promise<Evidence> {
  const { api, simulator, store } = witnesses;
  await reader.finish();
  const journal = await store.histories(account);
  const { waiting } = await findUnproved(witnesses, account);
  const { reportsRefused, limitsExceeded, limits } = await simulator.summary();
  const ours = ourIds(journal);
  return {
    ...seen,
    journal,
    baskets: {
      acknowledged: baskets,
      journalled: await store.basketIds(account),
      views: await basketsOf(baskets, api),
    },
    views: await viewsOf([...journal.keys()], api),
    fills: grouped(
      (await Promise.all([account, ...SESSION_ACCOUNTS].map((each) => fillsOf(each, api)))).flat(),
    ),
    unproved: new Set(waiting.map(({ order }) => order.orderId)),
    ledger: grouped((await simulator.orders()).map(ours)),
    requests: (await simulator.requests()).map(ours),
    reportsRefused,
    limitsExceeded,
    limits,
    deliveries: await simulator.deliveries(),
    nets: seen.meddled ? await netsOf(account, api) : [],
    feedAlong: reader.entries,
    feedAfter: await readFeed(api, reader.startedAt),
  };
}

interface OfFront {
  readonly front: string;
  readonly orderId: string;
  readonly tag?: string;
}

/** Brokers number orders themselves: the tag of an attempt tells whose they are, if they are ours. */
function ourIds(journal: ReadonlyMap<string, readonly JournalEvent[]>) {
  const owners = new Map(
    [...journal].flatMap(([orderId, history]) =>
      tagsOf(history).map((tag) => [tag, orderId] as const),
    ),
  );
  const adopted = new Map(
    [...journal].flatMap(([orderId, [{ origin, brokerOrderId }]]) =>
      origin === 'venue' ? [[brokerOrderId, orderId] as const] : [],
    ),
  );
  return <T extends OfFront>(entry: T): T & { brokerOrderId?: string } => {
    if (entry.front === 'rest') return entry;
    const { orderId: brokerOrderId, tag = '' } = entry;
    return {
      ...entry,
      orderId: owners.get(tag) ?? adopted.get(brokerOrderId) ?? brokerOrderId,
      brokerOrderId,
    };
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
