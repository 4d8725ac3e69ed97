import type { FixLinkTerms, FixVenueField } from '@ome/contracts';
import {
  decimalText,
  displaySymbol,
  type Order,
  type OrderTerms,
  OrdType,
  Side,
  TimeInForce,
} from '@ome/domain';
import type { LinkRequest } from '@ome/engine';
import { type Field, type FixVersion, type OutgoingMessage, utcTimestamp } from '@ome/fix';
import { wireClOrdId } from './cl-ord-ids';

const SIDES: Readonly<Record<Side, string>> = { [Side.Buy]: '1', [Side.Sell]: '2' };

const ORD_TYPES: Readonly<Record<OrdType, string>> = {
  [OrdType.Market]: '1',
  [OrdType.Limit]: '2',
  [OrdType.Stop]: '3',
  [OrdType.StopLimit]: '4',
};

const TIMES_IN_FORCE: Readonly<Record<TimeInForce, string>> = {
  [TimeInForce.Day]: '0',
  [TimeInForce.GoodTillCancel]: '1',
  [TimeInForce.ImmediateOrCancel]: '3',
  [TimeInForce.FillOrKill]: '4',
  [TimeInForce.GoodTillDate]: '6',
};

const MESSAGE_TYPES = { new: 'D', replace: 'G', cancel: 'F' } as const;

/** What finds an attempt in the log. */
export const refOf = (wireId: string, attempt: number): string => `${wireId}#${attempt}`;
export const wireIdOf = (ref: string): string => ref.slice(0, ref.lastIndexOf('#'));

/** NewOrderSingle (D), OrderCancelReplaceRequest (G) or OrderCancelRequest (F). */
export function orderMessage(
  { order, command, origClOrdId, tag }: LinkRequest,
  version: FixVersion,
  venue: FixLinkTerms,
  now: Date,
): OutgoingMessage {
  const { kind, terms } = command;
  const isCancel = kind === 'cancel';
  const { attempts } = command.delivery;
  // Where the venue knows orders again, an attempt after another one does no harm.
  const mayBeKnown = venue.dedupes && attempts > 1;
  return {
    type: MESSAGE_TYPES[kind],
    ref: refOf(tag, attempts),
    header: [[97, mayBeKnown ? 'Y' : null]],
    body: [
      [11, tag],
      [41, kind === 'new' ? null : wireClOrdId(origClOrdId, venue.shortClOrdIds)],
      [37, kind === 'new' ? null : order.brokerOrderId],
      [1, order.account],
      [21, version === 'FIX.4.2' && !isCancel ? '1' : null],
      ...instrument(order),
      [60, utcTimestamp(now)],
      [38, decimalText((terms ?? order).orderQty)],
      ...(isCancel ? [] : conditions(order, terms ?? order)),
      ...venueFields(venue.fields, order),
    ],
  };
}

/** OrderStatusRequest (H). */
export const statusRequest = (order: Order, wireId: string): OutgoingMessage => ({
  type: 'H',
  ref: `${wireId}#status`,
  body: [[37, order.brokerOrderId], [11, wireId], [1, order.account], ...instrument(order)],
});

/** OrderMassStatusRequest (AF) for all orders, on account of one. */
export const massStatusRequest = (order: Order, wireId: string): OutgoingMessage => ({
  type: 'AF',
  ref: `${wireId}#status`,
  body: [
    [584, wireId],
    [585, '7'],
    [1, order.account],
  ],
});

export const venueFields = (
  fields: readonly FixVenueField[],
  order: Pick<Order, 'account' | 'userId' | 'product'> | null,
): Field[] =>
  fields.map(({ tag, value }): Field => {
    const filled = value
      .replaceAll('{account}', order?.account ?? '')
      .replaceAll('{user}', order?.userId ?? '')
      .replaceAll('{product}', order?.product ?? '');
    return [tag, filled || null];
  });

const instrument = (order: Order): Field[] => [
  [55, displaySymbol(order)],
  [207, order.exchange],
  [54, SIDES[order.side]],
];

function conditions(order: Order, { price, stopPrice }: OrderTerms): Field[] {
  return [
    [40, ORD_TYPES[order.ordType]],
    [44, price && decimalText(price)],
    [99, stopPrice && decimalText(stopPrice)],
    [59, TIMES_IN_FORCE[order.timeInForce]],
    [126, order.expireAt && utcTimestamp(order.expireAt)],
  ];
}
