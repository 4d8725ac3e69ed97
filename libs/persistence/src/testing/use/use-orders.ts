import { type Alert, decimal, EVERYTHING, foldOrder, type OrderEvent } from '@ome/domain';
import {
  EventFeed,
  OrderFollowers,
  Journal,
  type JournalEntry,
  OrderReader,
  HeldOrders,
  OverdueOrders,
  QueuedOrders,
  type UndeliveredMessage,
  UndeliveredMessages,
  UnmatchedReports,
} from '@ome/engine';
import { aReport } from '../../../../domain/test/builders';
import { Owners } from '../../owners/owners';
import { FeedPositions } from '../../feed/feed-positions';
import { FillQueries } from '../../fills/fill-queries';
import { EventQueries } from '../../journal/event-queries';
import { MongoProjector } from '../../mongo-projector';
import { OrderQueries } from '../../orders/order-queries';
import { MongoProjectionRepair } from '../../projection-repair';
import { UndeliveredQueries } from '../../trade-post/undelivered-queries';
import { UnmatchedReportQueries } from '../../unmatched-reports/unmatched-report-queries';
import { anOrderId, opening } from '../test-store';
import { drain, type ModuleUse, pages } from './module-use';

const NOW = new Date();
const EVERYBODY = { notIn: [] };
const SESSIONS = [EVERYBODY, { in: ['42'] }, { notIn: ['43'] }];

const report = {
  source: 'link',
  clOrdId: null,
  brokerOrderId: null,
  text: null,
  transactTime: null,
  alerts: [] as Alert[],
  by: null,
  requestId: null,
} as const;

export const aTrade = (orderId: string, seq: number, at = new Date(), execId = `T${seq}`) =>
  ({
    ...report,
    type: 'Trade',
    orderId,
    seq,
    at,
    execId,
    exchange: 'NSE',
    lastQty: decimal(1),
    lastPx: decimal(100),
    cancelsRemainder: false,
  }) as OrderEvent;

const aBust = (orderId: string, seq: number, execRefId: string) =>
  ({
    ...report,
    type: 'TradeCancel',
    orderId,
    seq,
    at: new Date(),
    execId: `B${seq}`,
    execRefId,
    rootExecId: execRefId,
    busted: { quantity: decimal(1), price: decimal(100) },
  }) as OrderEvent;

/** Journals and projects a history. */
export async function booked(
  { get }: ModuleUse,
  events: readonly OrderEvent[],
): Promise<JournalEntry[]> {
  const entries: JournalEntry[] = [];
  for (const [index, event] of events.entries()) {
    const appended = await get(Journal).append(event);
    if (appended.verdict !== 'committed') throw new Error(appended.verdict);
    entries.push({ id: appended.eventId, event });
    const [before, order] = [index, index + 1].map((end) => foldOrder(events.slice(0, end)));
    await get(MongoProjector).project(order!, event, appended.eventId, before);
  }
  return entries;
}

/** An order with fills, one of them busted, and another fill after that. */
export function aHistory(orderId = anOrderId()): OrderEvent[] {
  const fields = { orderId, account: '42', userId: '7', tag: 'tag', orderQty: decimal(10) };
  return [opening(fields), aTrade(orderId, 2), aBust(orderId, 3, 'T2'), aTrade(orderId, 4)];
}

export async function useJournal(use: ModuleUse): Promise<void> {
  const { get } = use;
  const history = aHistory();
  const [first] = await booked(use, history);
  const { orderId } = first.event;
  const journal = get(Journal);
  await journal.append({ ...history[1], seq: 9 });
  await journal.append({ ...history[1], execId: 'other' } as OrderEvent);
  await journal.read(orderId);
  await journal.readAfter(orderId, 2);
  await journal.holdersOf(orderId, ['T2', 'strange']);
  await get(MongoProjector).repair(orderId);
  get(MongoProjector).projectSoon(foldOrder(history)!);
  await get(MongoProjector).flush();
  await get(MongoProjector).repairStale();
  const check = get(MongoProjectionRepair);
  check.expect([
    { orderId, version: 4, fills: [{ execId: 'T4', version: 4 }], changesAllFills: true },
  ]);
  await check.run();
  await check.run();
  check.settledAt();
  const events = get(EventQueries);
  await pages((cursor) => events.ofOrder(orderId, cursor, 1));
  await events.orderAt(orderId, NOW);
  await pages((cursor) => events.withAlerts(cursor, 1));
  await drain(events.since(new Date(0)));
  const feed = get(EventFeed);
  const positions = get(FeedPositions);
  await positions.save('positions', await feed.end());
  await positions.load('nobody');
  await feed.page(await positions.origin(), 10);
  const stop = new AbortController();
  for await (const _page of feed.subscribe(await feed.end(), stop.signal)) stop.abort();
}

const FILTERS = [
  {},
  { account: '42' },
  { userId: '7' },
  { symbol: 'ACME' },
  { link: 'rest' },
  { side: 'BUY' },
  { exchange: 'NSE' },
  { from: new Date(0), to: new Date() },
];

export async function useOrders(use: ModuleUse): Promise<void> {
  const { get } = use;
  const [{ event }] = await booked(use, aHistory());
  await booked(use, aHistory());
  const { orderId } = event;
  const queries = get(OrderQueries);
  const filters = [...FILTERS, { ordStatus: 'New' }, { open: true }, { tag: 'tag' }];
  for (const filter of [...filters, { parentOrderId: orderId }]) {
    await pages((cursor) => queries.page(EVERYTHING, filter, cursor, 1));
  }
  await queries.newestByUser(EVERYTHING, '7', 10);
  await queries.slicesOf([orderId]);
  for (const filter of [{}, { account: '42' }, { userId: '7' }, { symbol: 'ACME' }]) {
    await drain(queries.openIds(EVERYTHING, filter));
  }
  for (const accounts of SESSIONS) {
    const session = { link: 'rest', accounts };
    await queries.dueWork(session, 'queued', NOW, 10);
    await queries.workCountsOf(session);
  }
  await get(Owners).forOrders([orderId, anOrderId()]);
  await queries.isWorkOutstanding();
  await queries.waiting(EVERYTHING, 10);
  await queries.workCounts(EVERYTHING);
  await get(QueuedOrders).isAny();
  const queued = get(QueuedOrders);
  const last = { orderId, since: new Date(0), endsAt: new Date(0) };
  for (const after of [null, last]) {
    await queued.requested('rest', ['new'], NOW, after, 10);
    await queued.requested('rest', ['new', 'replace'], NOW, after, 10);
    await queued.ended('rest', NOW, after, 10);
  }
  await get(HeldOrders).overdue(new Date(), 10);
  await get(OrderQueries).awaitingApproval(EVERYTHING, 10);
  const overdue = get(OverdueOrders);
  const which = { exceptLinks: ['flattrade'], limit: 10 };
  await overdue.ofDay('NSE', NOW, which);
  await overdue.goodTill(NOW, which);
  const reader = get(OrderReader);
  await reader.statesOfSlices([orderId]);
  await reader.load(orderId);
  await reader.allByBrokerOrderId('rest', 'V1');
  await reader.allByBrokerOrderId('rest', 'V1');
  await reader.findByTag('rest', 'tag');
  await reader.findByClOrdId('X', null);
  await reader.findByClOrdId('X', '42');
  await reader.newestByTag('tag', 10);
  await drain(reader.openOf('42'));
  for (const accounts of SESSIONS) {
    await drain(reader.open('rest', accounts));
    await reader.placementsUnderWay('rest', accounts);
  }
  await get(OrderFollowers).add(orderId, '8');
  await get(OrderFollowers).byOrder([orderId]);
  await get(OrderFollowers).remove(orderId, '8');
}

export async function useFills(use: ModuleUse): Promise<void> {
  const { get } = use;
  const [{ event }] = await booked(use, aHistory());
  await booked(use, aHistory());
  const { orderId } = event;
  const fills = get(FillQueries);
  const filters = [...FILTERS, { orderId }, { orderIds: [orderId] }, { doubted: true as const }];
  for (const filter of filters) await pages((cursor) => fills.page(EVERYTHING, filter, cursor, 1));
  await fills.byOrders([orderId]);
  await fills.lastPrice('NSE', 'ACME');
  const names = [null, ['42'], ['4*', '7*']];
  for (const accounts of names) {
    for (const users of names) await fills.tradedPrices({ accounts, users }, ['ACME'], new Date(0));
  }
}

export async function useReports({ get }: ModuleUse): Promise<void> {
  const unmatched = get(UnmatchedReports);
  const keep = (clOrdId: string) =>
    unmatched.keep({
      keptFor: 'unknown',
      comment: 'Order does not exist',
      body: null,
      report: aReport('New', { clOrdId }),
    });
  const ids = [await keep('A1'), await keep('A2'), await keep('A3')];
  const waiting = await unmatched.waiting(2, null);
  await unmatched.waiting(2, waiting.at(-1)!);
  await unmatched.waitingFor({ orderIds: ['A1'], clOrdIds: [], brokerOrderIds: [] });
  await pages((cursor) => get(UnmatchedReportQueries).page(cursor, 1));
  await unmatched.find(ids[0]);
  await unmatched.claim(ids[0], 'order');
  await unmatched.release(ids[0]);
  await unmatched.settle(ids[0], 'order', 'ops');
  await unmatched.hold(ids[1], 'another order');
  await unmatched.dismiss(ids[2], 'ops');
}

export async function useUndelivered({ get }: ModuleUse): Promise<void> {
  const undelivered = get(UndeliveredMessages);
  const message = (seq: number): UndeliveredMessage => ({
    id: `order:T${seq}`,
    orderId: 'order',
    seq,
    event: {} as never,
    attempts: 1,
    lastError: 'away',
    since: NOW,
    nextAttemptAt: NOW,
  });
  for (const seq of [2, 3]) await undelivered.keep(message(seq));
  await undelivered.ordersWaiting(['order']);
  await undelivered.due(new Date(), 10);
  const queries = get(UndeliveredQueries);
  await pages((cursor) => queries.page(cursor, 1));
  await queries.makeDue();
  await queries.makeDue('order:T3');
  await queries.find('order:T3');
  await undelivered.remove(message(2), NOW);
}
