import type { ClosedPosition } from '@ome/contracts';
import {
  type ClosingQuantity,
  type Decimal,
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
  /** False if it is only closed once orders of others fill. */
  isCovered: boolean;
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
  isCovered?: boolean;
  detail?: string | null;
  refusal?: Refusal;
}

export const closing = (position: KnownPosition, result: Result): Identified => ({
  id: position.id,
  symbol: position.symbol,
  isShort: position.position.netQty.isNegative(),
  closedBy: [...(result.orders ?? []), ...(result.before ?? [])].map(({ orderId }) => orderId),
  isCovered: result.isCovered ?? true,
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

/** What others' orders may close of a position. */
export interface OthersAtWork {
  /** Of orders that the broker has and we do not. */
  foreign: Decimal;
  /** Whether our own orders close all of it by themselves. */
  isCovered: boolean;
}

export function notSent(
  position: KnownPosition,
  { outcome, text }: Exclude<ClosingQuantity, { outcome: 'close' }>,
  orders: readonly Order[],
  asked: ClosingEvidence,
  { isCovered, foreign }: OthersAtWork,
): Identified {
  if (outcome !== 'alreadyClosing') return closing(position, { ...asked, outcome, detail: text });
  const already = { ...asked, orders, isCovered };
  if (orders.some((order) => !isClosing(order))) {
    return closing(position, { ...already, outcome: 'waiting', detail: STILL_RESTING });
  }
  const detail = foreign.gt(0) && !isCovered ? foreignText(foreign) : text;
  return closing(position, { ...already, outcome, detail });
}

const foreignText = (quantity: Decimal): string =>
  `${decimalText(quantity)} rest at the broker that were not placed here, and would close it as ` +
  'well: cancel them there, or say ignoreBroker to close by what is booked here';

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
