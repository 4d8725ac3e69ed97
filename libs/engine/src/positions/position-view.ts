import type {
  PositionDayView,
  PositionMessage,
  PositionView,
  ValuedPositionView,
} from '@ome/contracts';
import {
  averagePrice,
  carriedTo,
  dayRealizedPnl,
  type Decimal,
  decimalText,
  hasExpired,
  type Position,
  realizedPnl,
  unrealizedPnl,
} from '@ome/domain';
import type { KnownPosition, PositionKey } from './position-projector';

const amounts = (position: Position) => {
  const avgPx = averagePrice(position);
  return {
    netQty: decimalText(position.netQty),
    avgPx: avgPx && decimalText(avgPx),
    realizedPnl: decimalText(realizedPnl(position)),
    dayBoughtQty: decimalText(position.boughtQty),
    daySoldQty: decimalText(position.soldQty),
    dayRealizedPnl: decimalText(dayRealizedPnl(position)),
  };
};

export const positionKey = ({
  account,
  exchange,
  symbol,
  product,
  link,
}: PositionKey): PositionKey => ({ account, exchange, symbol, product, link });

const positionView = (known: KnownPosition, state: PositionView['state']): PositionView => ({
  ...positionKey(known),
  ...amounts(known.position),
  day: known.position.day,
  lastFillPx: known.position.last && decimalText(known.position.last.price),
  state,
  version: known.version,
  updatedAt: known.updatedAt.toISOString(),
});

/** @param day the current market day */
export const positionMessage = (known: KnownPosition, day: string): PositionMessage => ({
  v: 1,
  ...positionView(known, stateOf(known, day, null)),
});

/** The last price of an instrument, and its source. */
export interface ValuingPrice {
  price: Decimal;
  at: Date;
  /** Its market day. */
  day: string;
  source: 'fill' | 'feed';
}

/** @param day the current market day: trades of earlier days are not counted into it */
export function valuedPositionView(
  known: KnownPosition,
  day: string,
  last: ValuingPrice | null,
): ValuedPositionView {
  const position = carriedTo(known.position, day);
  const state = stateOf({ ...known, position }, day, last);
  const isValued = state === 'open' || state === 'settled';
  const result = isValued && last ? unrealizedPnl(position, last.price) : null;
  const view = {
    ...positionView({ ...known, position }, state),
    lastPx: last && decimalText(last.price),
    lastPxAt: last && last.at.toISOString(),
  };
  if (state === 'settled') {
    const realized = realizedPnl(position).plus(result!);
    return { ...view, realizedPnl: decimalText(realized), unrealizedPnl: '0' };
  }
  return { ...view, unrealizedPnl: state === 'flat' ? '0' : result && decimalText(result) };
}

/** After expiry only a settlement price can be fed. */
function stateOf(
  known: KnownPosition,
  day: string,
  last: ValuingPrice | null,
): PositionView['state'] {
  if (known.position.netQty.isZero()) return 'flat';
  if (!hasExpired(known, day)) return 'open';
  const isSettlement = last?.source === 'feed' && hasExpired(known, last.day);
  return isSettlement ? 'settled' : 'expired';
}

/** @param closing after an execution of `day` */
export const positionDayView = (
  key: PositionKey,
  day: string,
  closing: Position,
): PositionDayView => ({
  ...positionKey(key),
  day,
  ...amounts(closing),
  lastPx: closing.last && decimalText(closing.last.price),
});
