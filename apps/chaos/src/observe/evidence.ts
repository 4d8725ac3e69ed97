import type { BasketDetailView, FillView, OrderView, Page } from '@ome/contracts';
import type { WindowSummary } from '../../../simulator/src/brokers/rate-limits';
import type { DeliveryEntry, RequestEntry } from '../../../simulator/src/ledger/ledger';
import { groupedBy } from '../grouped-by';
import type { JsonClient } from '../json-client';
import type { PlacedOrder } from '../load/placed-order';
import { basketsOf } from './baskets';
import { type FeedEntry, type FeedReader, readFeed } from './feed';
import type { LedgerOrder } from './simulator';
import { netsOf, type Net } from './nets';
import { type JournalEvent, SESSION_ACCOUNTS, tagsOf } from './store';
import { findUnproved } from './unproved';
import type { Witnesses } from './witnesses';

/** Everything known about a load once the engine is at rest, from every source. */
export interface Evidence {
  readonly placed: readonly PlacedOrder[];
  readonly baskets: BasketEvidence;
  /** Histories by order id, as stored in the journal. */
  readonly journal: ReadonlyMap<string, readonly JournalEvent[]>;
  /** What GET /orders/:id shows; missing if it answers that the order does not exist. */
  readonly views: ReadonlyMap<string, OrderView>;
  readonly fills: ReadonlyMap<string, readonly FillView[]>;
  /** Orders that a broker cannot say anything about, and that are listed for ops. */
  readonly unproved: ReadonlySet<string>;
  /** By the engine's order id; several if the link was sent the order twice. */
  readonly ledger: ReadonlyMap<string, readonly LedgerOrder[]>;
  readonly requests: readonly RequestEntry[];
  readonly reportsRefused: number;
  readonly limitsExceeded: number;
  readonly limits: readonly WindowSummary[];
  readonly deliveries: readonly DeliveryEntry[];
  /** The feed as read during the load, and as it reads afterwards. */
  readonly feedAlong: readonly FeedEntry[];
  readonly feedAfter: readonly FeedEntry[];
  /** Null if nobody could listen all the time. */
  readonly announced: { readonly events: Set<string>; readonly fills: Set<string> } | null;
  /** The output of the rebuild command. */
  readonly rebuild: readonly string[];
  /** Positions at the brokers and ours; empty if nobody traded outside the engine. */
  readonly nets: readonly Net[];
  /** Whether somebody changed and ended orders outside the engine. */
  readonly meddled: boolean;
  /** Findings of secrets in the log; empty if the log was not searched. */
  readonly leaks: readonly string[];
}

export interface BasketEvidence {
  /** Ids of acknowledged baskets, and of those in the journal. */
  readonly acknowledged: readonly string[];
  readonly journalled: readonly string[];
  /** What GET /baskets/:id shows. */
  readonly views: readonly BasketDetailView[];
}

/** What was observed while the load ran. */
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
    fills: groupedBy(
      (await Promise.all([account, ...SESSION_ACCOUNTS].map((each) => fillsOf(each, api)))).flat(),
      orderIdOf,
    ),
    unproved: new Set(waiting.map(({ order }) => order.orderId)),
    ledger: groupedBy((await simulator.orders()).map(ours), orderIdOf),
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

/** Brokers number orders themselves: the tag of an attempt shows which are ours. */
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

const orderIdOf = ({ orderId }: { readonly orderId: string }): string => orderId;
