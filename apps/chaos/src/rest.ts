import { setTimeout as sleep } from 'node:timers/promises';
import type { DifferenceView, LinkView } from '@ome/contracts';
import type { Announcements } from './observe/announcements';
import { basketsOf, waitsForClosing } from './observe/baskets';
import { findUnproved } from './observe/unproved';
import type { Witnesses } from './observe/witnesses';

const pollMs = 200;
/** A book counts as settled after a second without news of an order. */
const quietMs = 2_000;
/** Workers report every three seconds whether orders in doubt can be proved. */
const unprovedStillMs = 5_000;

interface Waiting {
  readonly counts: Readonly<Record<string, number>>;
}

export interface Watched {
  readonly witnesses: Witnesses;
  readonly account: string;
  /** How many orders were acknowledged. */
  readonly orders: number;
  /** Ids of the baskets that were acknowledged. */
  readonly baskets: readonly string[];
  /** Whether somebody changed and ended orders outside the engine. */
  readonly meddled: boolean;
  /** Null if nobody could listen all the time. */
  readonly heard: Announcements | null;
}

/**
 * Waits until no work is pending, and returns what still is after the time limit: an engine that
 * does not come to rest has lost something.
 */
export async function untilAtRest(watched: Watched, patienceMs: number): Promise<string[]> {
  const startedAt = Date.now();
  const deadline = startedAt + patienceMs;
  let stillSince = Infinity;
  for (;;) {
    const { moving, unproved } = await movement(watched, startedAt).catch(unknownMovement);
    const now = Date.now();
    if (moving.length > 0) {
      stillSince = Infinity;
      if (now > deadline) return moving;
    } else {
      stillSince = Math.min(stillSince, now);
      if (unproved === 0 || now - stillSince >= unprovedStillMs) return [];
    }
    await sleep(pollMs);
  }
}

interface Movement {
  /** Pending work, in words. */
  readonly moving: string[];
  /** Orders that may wait forever, and so do not count as pending. */
  readonly unproved: number;
}

const unknownMovement = (error: unknown): Movement => ({ moving: [String(error)], unproved: 0 });

/** Cheap queries first: the expensive ones run only once everything else is at rest. */
async function movement(watched: Watched, startedAt: number): Promise<Movement> {
  const outside = await outsideMovement(watched.witnesses);
  if (watched.meddled) outside.push(...(await unreconciled(watched.witnesses, startedAt)));
  return outside.length > 0 ? { moving: outside, unproved: 0 } : storeMovement(watched);
}

async function outsideMovement({ api, simulator }: Witnesses): Promise<string[]> {
  const summary = await simulator.summary();
  const undelivered = await api.get<{ items: unknown[] }>('/ops/undelivered?limit=1000');
  const unmatched = await api.get<{ items: unknown[] }>('/ops/unmatched-reports?limit=1000');
  return notZero({
    'orders being filled': summary.ordersFilling,
    'reports not answered': summary.reportsUnanswered,
    'fills kept for the trade post': undelivered.items.length,
    'reports of unknown orders': unmatched.items.length,
  });
}

/** Differences between brokers and engine, once the books were read after the load. */
async function unreconciled({ api }: Witnesses, startedAt: number): Promise<string[]> {
  const links = await api.get<{ items: LinkView[] }>('/links');
  const streams = links.items
    // Of a FIX session there are no books to compare.
    .filter(({ login }) => login !== null)
    .map(({ workers }) => workers.find(({ stream }) => stream)?.stream);
  const since = startedAt + quietMs;
  const behind = streams.filter(
    (stream) => !stream?.reconciledAt || Date.parse(stream.reconciledAt) < since,
  );
  const { items } = await api.get<{ items: DifferenceView[] }>('/reconciliation?open=true');
  const standing = items.filter(({ kind }) => kind !== 'booked');
  return [...notZero({ 'sessions not compared': behind.length }), ...standing.map(differenceText)];
}

const differenceText = ({ kind, link, orderId, exchange, symbol, ...found }: DifferenceView) =>
  `at ${link} ${kind} of ${orderId ?? `${exchange} ${symbol}`} is ${found.theirs}, ours ${found.ours}`;

async function storeMovement(watched: Watched): Promise<Movement> {
  const { witnesses, account, orders, baskets, heard } = watched;
  const { api, store, simulator } = witnesses;
  const { waiting, ledger } = await findUnproved(witnesses, account);
  const summary = await simulator.summary();
  const { counts } = await api.get<Waiting>('/ops/waiting?limit=1');
  const withdrawn = await store.withdrawnOrders(account);
  const unprovedFills = ledger.flatMap(({ executions }) =>
    executions.filter(({ execType }) => execType === 'F'),
  );
  const unsent = withdrawn + waiting.length - ledger.length;
  const shown = await basketsOf(baskets, api);
  const moving = notZero({
    ...Object.fromEntries(
      Object.entries(counts).map(([state, count]) => [
        state,
        count - waiting.filter((unproved) => unproved.state === state).length,
      ]),
    ),
    'fills not delivered': summary.fills - summary.fillsDelivered - unprovedFills.length,
    'events not projected': await store.projectionLag(),
    'fills not projected': await store.fillsLag(),
    'orders that never reached the link': Math.max(0, orders - summary.orders - unsent),
    'baskets that are not over': shown.filter((one) => !one.outcome && !waitsForClosing(one))
      .length,
  });
  const unproved = waiting.length;
  if (moving.length > 0 || !heard) return { moving, unproved };
  const unannounced = await store.countMissing(account, heard.events);
  return { moving: notZero({ 'events not announced': unannounced }), unproved };
}

const notZero = (counts: Record<string, number>): string[] =>
  Object.entries(counts)
    .filter(([, count]) => count !== 0)
    .map(([what, count]) => `${count} ${what}`);
