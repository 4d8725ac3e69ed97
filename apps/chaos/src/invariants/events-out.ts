import type { Evidence } from '../observe/evidence';
import type { FeedEntry } from '../observe/feed';
import type { JournalEvent } from '../observe/store';
import type { Invariant, Violation } from './invariant';

const allEvents = ({ journal }: Evidence): JournalEvent[] => [...journal.values()].flat();

/** Every journal event was announced on Redis at least once, and every fill on its channel. */
export const announced: Invariant = {
  name: 'every event was announced',
  check: (evidence) => {
    const heard = evidence.announced;
    if (!heard) return [];
    return allEvents(evidence).flatMap(({ id, orderId, seq, type }): Violation[] => [
      ...(heard.events.has(id) ? [] : [{ orderId, text: `${seq} ${type} was not announced` }]),
      ...(type !== 'Trade' || heard.fills.has(id)
        ? []
        : [{ orderId, text: `${seq} Trade was not announced as a fill` }]),
    ]);
  },
};

/** The feed has every event exactly once, in the same order for every reader at any time. */
export const feedExact: Invariant = {
  name: 'the feed has every event exactly once',
  check: (evidence) => {
    const { feedAlong, feedAfter, journal } = evidence;
    const mine = (entries: readonly FeedEntry[]) =>
      entries.filter(({ orderId }) => journal.has(orderId));
    const along = mine(feedAlong);
    const after = mine(feedAfter);
    const moved = after.findIndex(({ id }, index) => along[index]?.id !== id);
    return [
      ...exactlyOnce(after, allEvents(evidence)),
      ...outOfOrder(after),
      ...(moved === -1 && along.length === after.length
        ? []
        : [
            {
              orderId: after[moved]?.orderId,
              text: `Read during the load it had ${along.length} events, afterwards ${after.length}; they differ from ${moved} on`,
            },
          ]),
    ];
  },
};

function exactlyOnce(entries: readonly FeedEntry[], events: readonly JournalEvent[]): Violation[] {
  const times = new Map<string, number>();
  for (const { id } of entries) times.set(id, (times.get(id) ?? 0) + 1);
  const twice = entries.filter(({ id }) => times.get(id) !== 1);
  const missing = events.filter(({ id }) => !times.has(id));
  return [
    ...twice.map(({ orderId, seq }) => ({ orderId, text: `The feed has ${seq} more than once` })),
    ...missing.map(({ orderId, seq, type }) => ({
      orderId,
      text: `The feed does not have ${seq} ${type}`,
    })),
  ];
}

function outOfOrder(entries: readonly FeedEntry[]): Violation[] {
  const last = new Map<string, number>();
  return entries.flatMap(({ orderId, seq }) => {
    const before = last.get(orderId) ?? 0;
    last.set(orderId, seq);
    return seq > before ? [] : [{ orderId, text: `The feed has ${seq} after ${before}` }];
  });
}
