import { Decimal, decimal } from './decimal';
import { parseExchange } from './instrument';
import { parseSymbol } from './instrument-symbol';
import type { Order } from './order';
import { type Alert, AlertCode } from './order-event';
import { OF_ANOTHER_AGE_MS } from './report-identity';

/** A fill as the venue reports it. */
export interface ReportedFill {
  lastPx: Decimal;
  transactTime: Date | null;
}

export interface Plausibility {
  /** How far a price may lie from the last one, in percent of the last one. */
  pricePercent: number;
  /** How far a timestamp may lie ahead of our clock. */
  stampAheadMs: number;
}

/**
 * Why a fill is implausible. It is booked all the same; its price is ignored in valuations until
 * ops confirm it.
 *
 * @param lastPx of the instrument; null if there is none
 */
export function fillDoubts(
  instrument: Pick<Order, 'exchange' | 'symbol'>,
  fill: ReportedFill,
  lastPx: Decimal | null,
  now: Date,
  { pricePercent, stampAheadMs }: Plausibility,
): Alert[] {
  const doubts: Alert[] = [];
  const { lastPx: price, transactTime } = fill;
  const reported = price.toFixed();
  if (price.lte(0)) {
    doubts.push({ code: AlertCode.ImplausiblePrice, field: 'LastPx', reported });
  } else if (lastPx && isFarFrom(lastPx, price, instrument, pricePercent)) {
    const ours = lastPx.toFixed();
    doubts.push({ code: AlertCode.ImplausiblePrice, field: 'LastPx', ours, reported });
  }
  if (transactTime && transactTime.getTime() > now.getTime() + stampAheadMs) {
    doubts.push({
      code: AlertCode.StampAhead,
      field: 'TransactTime',
      ours: now.toISOString(),
      reported: transactTime.toISOString(),
    });
  }
  return doubts;
}

/** Venues' clocks and ours differ, and what others placed may be known here later than its fills. */
const A_DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * No order trades before it was there. A stamp of another age is no time, and the fill counts as of
 * its receipt; one of an earlier day is told.
 */
export function stampBehind(
  { openedAt, createdAt }: Pick<Order, 'openedAt' | 'createdAt'>,
  { transactTime }: Pick<ReportedFill, 'transactTime'>,
): Alert | null {
  const opened = openedAt ?? createdAt;
  const behindMs = transactTime ? opened.getTime() - transactTime.getTime() : 0;
  if (!transactTime || behindMs <= A_DAY_MS) return null;
  return {
    code: behindMs > OF_ANOTHER_AGE_MS ? AlertCode.StampBehind : AlertCode.StampEarly,
    field: 'TransactTime',
    ours: opened.toISOString(),
    reported: transactTime.toISOString(),
  };
}

/**
 * An option's premium may be many times what it was an hour ago, and next to nothing at the end:
 * only a price of another kind, such as that of the underlying, is told by it.
 */
const OPTION_TIMES = 20;
const SMALL_PREMIUM = decimal(5);

function isFarFrom(
  lastPx: Decimal,
  price: Decimal,
  { exchange, symbol }: Pick<Order, 'exchange' | 'symbol'>,
  percent: number,
): boolean {
  const known = parseExchange(exchange);
  if (known && parseSymbol(known, symbol)?.kind === 'option') {
    return price.gt(Decimal.max(lastPx, SMALL_PREMIUM).times(OPTION_TIMES));
  }
  return price.minus(lastPx).abs().times(100).gt(lastPx.times(percent));
}
