import type { ClosedPosition } from '@ome/contracts';
import {
  type ClosingQuantity,
  decimalText,
  type Order,
  type Refusal,
  refusalText,
  refuse,
  RefusalCode,
} from '@ome/domain';
import { orderView } from '../order-view';
import type { KnownPosition } from '../positions/position-projector';
import { positionKey } from '../positions/position-view';
import type { HoldingsAnswer } from './broker-holdings';
import { isClosing } from './closing-orders';

export interface Closing {
  closed: ClosedPosition;
  /** Why nothing was sent if `failed`. */
  refusal: Refusal | null;
}

/** A result and its position. */
export interface Identified {
  id: string;
  symbol: string;
  isShort: boolean;
  /** All open orders that close it, also those of earlier requests. */
  closedBy: readonly string[];
  closing: Closing;
}

export const NO_BOOKS: HoldingsAnswer = { state: 'none' };
export const NO_INPUTS: ClosingEvidence = { broker: NO_BOOKS, canceled: [] };
export interface ClosingEvidence {
  broker: HoldingsAnswer;
  canceled: readonly string[];
}

interface Result extends ClosingEvidence {
  outcome: ClosedPosition['outcome'];
  created?: boolean;
  orders?: readonly Order[];
  /** Orders of earlier requests that close a part of it. */
  before?: readonly Order[];
  detail?: string | null;
  refusal?: Refusal;
}

export const closing = (position: KnownPosition, result: Result): Identified => ({
  id: position.id,
  symbol: position.symbol,
  isShort: position.position.netQty.isNegative(),
  closedBy: [...(result.orders ?? []), ...(result.before ?? [])].map(({ orderId }) => orderId),
  closing: {
    refusal: result.refusal ?? null,
    closed: {
      ...positionKey(position),
      outcome: result.outcome,
      created: result.created ?? false,
      orders: (result.orders ?? []).map(orderView),
      canceled: [...result.canceled],
      brokerNetQty:
        result.broker.state === 'read'
          ? decimalText(result.broker.holdings.netQty(position))
          : null,
      detail: result.detail ?? null,
    },
  },
});

export const failed = (
  position: KnownPosition,
  refusal: Refusal,
  asked: ClosingEvidence,
): Identified =>
  closing(position, { ...asked, outcome: 'failed', detail: refusalText(refusal), refusal });

export const waiting = (position: KnownPosition, detail: string): Identified =>
  closing(position, { ...NO_INPUTS, outcome: 'waiting', detail });

export function notSent(
  position: KnownPosition,
  { outcome, text: detail }: Exclude<ClosingQuantity, { outcome: 'close' }>,
  orders: readonly Order[],
  asked: ClosingEvidence,
): Identified {
  const isCanceling = outcome === 'alreadyClosing' && orders.some((order) => !isClosing(order));
  return isCanceling
    ? closing(position, { ...asked, outcome: 'waiting', orders, detail: STILL_RESTING })
    : closing(position, {
        ...asked,
        outcome,
        detail,
        orders: outcome === 'alreadyClosing' ? orders : [],
      });
}

const STILL_RESTING = 'Resting orders are still being canceled: closing continues once they are';

export const unread = ({ link }: KnownPosition, text: string): Refusal =>
  refuse(
    RefusalCode.BrokerUnread,
    `${link} cannot say what it holds: ${text}. Nothing was sent: try again once it can, or say ` +
      'ignoreBroker to close by what is booked here',
  );

export function withoutBooks(
  { link }: KnownPosition,
  { ignoreBroker }: { ignoreBroker: boolean },
  { state }: HoldingsAnswer,
): string | null {
  if (ignoreBroker) return 'The broker was not asked';
  return state === 'none' ? `${link} has no books to ask: closed by what is booked here` : null;
}
