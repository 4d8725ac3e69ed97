import { isOpen, type Order } from './order';
import { TimeInForce } from './requested-order';
import type { ReportedFact } from './decide-report';

const UNIT_MS = { h: 60 * 60 * 1_000, d: 24 * 60 * 60 * 1_000 } as const;

/** When something ends that is good for so long from now on, such as `90d` or `12h`; null for no such text. */
export function endOfLifetime(text: string, now: Date): Date | null {
  const [, count, unit] = /^([1-9]\d{0,4})([hd])$/.exec(text) ?? [];
  if (!count) return null;
  return new Date(now.getTime() + Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS]);
}

/** An order that the engine itself may end, because no exchange can still trade it. */
const endsByItself = ({ timeInForce }: Order): boolean =>
  timeInForce === TimeInForce.Day || timeInForce === TimeInForce.GoodTillDate;

/**
 * Ends an order whose session or good-till date has passed. A command that the link may be
 * processing right now is left alone, because its outcome is unknown. Null if there is nothing to
 * end.
 */
export function decideExpiry(order: Order, text: string): ReportedFact | null {
  const isUnsettled = order.commands.some(
    ({ delivery: { state } }) => state === 'sending' || state === 'inDoubt',
  );
  // A sliced order ends as its slices do.
  if (!isOpen(order) || order.closed || isUnsettled || order.slicing || !endsByItself(order)) {
    return null;
  }
  return {
    type: 'Expired',
    source: 'engine',
    text,
    alerts: [],
    clOrdId: null,
    execId: null,
    brokerOrderId: null,
    transactTime: null,
  };
}
