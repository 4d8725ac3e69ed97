import type { OrderHistoryItem } from '@ome/contracts';
import { fieldsText } from '../feedback/fields-text';
import type { MarketTime } from '../market/market-time';

type Detail = Readonly<Record<string, unknown>>;

/** Fields that stand elsewhere in the line, or in the list of all fields. */
const ELSEWHERE: ReadonlySet<string> = new Set(['alerts', 'by', 'requestId', 'source', 'client']);

export interface EventAlert {
  code: string;
  field?: string;
  ours?: string;
  reported?: string;
}

export const detailOf = ({ detail }: OrderHistoryItem): Detail => detail as Detail;

/** The source of the event: a key, a process of the engine, or the link. */
export function originOf(event: OrderHistoryItem): string {
  const { by, source } = detailOf(event);
  if (typeof by === 'string') return by;
  return typeof source === 'string' ? source : 'client';
}

export const alertsOf = (event: OrderHistoryItem): EventAlert[] =>
  (detailOf(event).alerts as EventAlert[] | undefined) ?? [];

/** Everything the journal records about it, in a line. */
export const detailText = (event: OrderHistoryItem, marketTime: MarketTime): string =>
  fieldsText(
    Object.entries(detailOf(event)).filter(([name]) => !ELSEWHERE.has(name)),
    marketTime,
  );
