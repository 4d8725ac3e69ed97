import type { OrderHistoryItem } from '@ome/contracts';
import { detailOf } from './event-text';

/** One attempt to send a command to the link. */
export interface LinkCall {
  id: string;
  clOrdId: string;
  attempt: number;
  sentAt: string;
  outcome: 'taken' | 'failed' | 'in doubt' | 'under way';
  answeredAt: string | null;
  tookMs: number | null;
  text: string | null;
}

const OUTCOME: Readonly<Record<string, LinkCall['outcome']>> = {
  SendAccepted: 'taken',
  SendFailed: 'failed',
  SendInDoubt: 'in doubt',
};

/** The calls recorded in a journal: each start with the first event that settles it. */
export function linkCalls(events: readonly OrderHistoryItem[]): LinkCall[] {
  return events
    .filter(({ type }) => type === 'SendStarted')
    .map((start) => {
      const { clOrdId, attempt } = detailOf(start) as { clOrdId: string; attempt: number };
      const end = events.find((event) => event.seq > start.seq && settles(event, clOrdId, attempt));
      return {
        id: start.id,
        clOrdId,
        attempt,
        sentAt: start.at,
        outcome: end ? (OUTCOME[end.type] ?? 'taken') : 'under way',
        answeredAt: end?.at ?? null,
        tookMs: end ? Date.parse(end.at) - Date.parse(start.at) : null,
        text: ((end && detailOf(end).text) as string | null | undefined) ?? null,
      };
    });
}

/** A report on the command may come before the answer to the call; it settles the call, too. */
function settles(event: OrderHistoryItem, clOrdId: string, attempt: number): boolean {
  const detail = detailOf(event);
  if (detail.clOrdId !== clOrdId) return false;
  return event.type in OUTCOME ? detail.attempt === attempt : detail.source === 'link';
}
