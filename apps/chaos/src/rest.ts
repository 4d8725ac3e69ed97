import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonClient } from './engine/json-client';
import type { Announcements } from './observe/announcements';
import type { Simulator } from './observe/simulator';
import type { Store } from './observe/store';

const pollMs = 200;

export interface Watched {
  readonly api: JsonClient;
  readonly simulator: Simulator;
  readonly store: Store;
  /** Null where nobody could listen all the time. */
  readonly announcements: Announcements | null;
  readonly account: string;
  /** How many orders were acknowledged. */
  readonly orders: number;
}

/**
 * Waits until nothing is on its way any more, and gives what still is where the patience is over:
 * an engine that does not come to rest has lost something.
 */
export async function untilAtRest(watched: Watched, patienceMs: number): Promise<string[]> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const moving = await movement(watched).catch((error: unknown) => [String(error)]);
    if (moving.length === 0 || Date.now() > deadline) return moving;
    await sleep(pollMs);
  }
}

/** The cheap questions first: the dear ones are asked only once everything else is at rest. */
async function movement(watched: Watched): Promise<string[]> {
  const outside = await outsideMovement(watched);
  return outside.length > 0 ? outside : storeMovement(watched);
}

async function outsideMovement({ api, simulator }: Watched): Promise<string[]> {
  const summary = await simulator.summary();
  const waiting = await api.get<{ counts: Record<string, number> }>('/ops/waiting?limit=1');
  const undelivered = await api.get<{ items: unknown[] }>('/ops/undelivered?limit=1000');
  const unmatched = await api.get<{ items: unknown[] }>('/ops/unmatched-reports?limit=1000');
  return notZero({
    'orders being filled': summary.ordersFilling,
    'reports not answered': summary.reportsUnanswered,
    ...waiting.counts,
    'fills kept for the trade post': undelivered.items.length,
    'fills not delivered': summary.fills - summary.fillsDelivered,
    'reports of unknown orders': unmatched.items.length,
  });
}

async function storeMovement(watched: Watched): Promise<string[]> {
  const { store, simulator, announcements, account, orders } = watched;
  const summary = await simulator.summary();
  const withdrawn = await store.withdrawnOrders(account);
  const moving = notZero({
    'events not projected': await store.projectionLag(),
    'orders that never reached the link': Math.max(0, orders - summary.orders - withdrawn),
  });
  if (moving.length > 0 || !announcements) return moving;
  return notZero({
    'events not announced': await store.countMissing(account, announcements.events),
  });
}

const notZero = (counts: Record<string, number>): string[] =>
  Object.entries(counts)
    .filter(([, count]) => count !== 0)
    .map(([what, count]) => `${count} ${what}`);
