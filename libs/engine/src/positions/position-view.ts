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
  type Position,
  realizedPnl,
  unrealizedPnl,
} from '@ome/domain';
import type { KnownPosition, PositionKey } from './position-book';

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
}: PositionKey): PositionKey => ({
  ...{ account, exchange, symbol, product, link },
});

export const positionView = (known: KnownPosition): PositionView => ({
  ...positionKey(known),
  ...amounts(known.position),
  day: known.position.day,
  lastFillPx: known.position.last && decimalText(known.position.last.price),
  version: known.version,
  updatedAt: known.updatedAt.toISOString(),
});

export const positionMessage = (known: KnownPosition): PositionMessage => ({
  v: 1,
  ...positionView(known),
});

/** @param day the market's day that it is: what was done on earlier ones is not of the day */
export function valuedPositionView(
  known: KnownPosition,
  day: string,
  last: { price: Decimal; at: Date } | null,
): ValuedPositionView {
  const position = carriedTo(known.position, day);
  const isFlat = position.netQty.isZero();
  const unrealized = last && unrealizedPnl(position, last.price);
  return {
    ...positionView({ ...known, position }),
    lastPx: last && decimalText(last.price),
    lastPxAt: last && last.at.toISOString(),
    unrealizedPnl: isFlat ? '0' : unrealized && decimalText(unrealized),
  };
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
  lastPx: decimalText(closing.last!.price),
});
