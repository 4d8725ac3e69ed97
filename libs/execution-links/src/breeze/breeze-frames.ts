import { type BrokerOrder, type Decimal, ZERO } from '@ome/domain';
import { BrokerFault } from '../broker/broker-fault';
import { ORD_STATUS, parseStatus, SIDES } from './breeze-codes';
import { parseContract } from './breeze-contract';
import { parseDecimal } from './breeze-row';
import { type OfContract, orNull, statusText } from './breeze-rows';
import { istInstant } from './breeze-times';
import { type CashFramePrices, fromPaise } from './cash-frame-prices';

/** What a frame of the order stream says about an order. */
export interface SaidFrame extends OfContract {
  /** Increases with every frame of an order, so that an older frame can be ignored. */
  sequence: bigint;
  order: Omit<BrokerOrder, 'symbol'>;
}

/** Positions of fields in a frame, after the head that all frames share. */
interface Layout {
  derivatives: boolean;
  side: number;
  limitPrice: number;
  status: number;
  orderId: number;
  quantity: number;
  executed: number;
  stopPrice: number;
}

const MESSAGE_SEQUENCE = 6;
const MESSAGE_DATE = 7;
const MESSAGE_TIME = 8;
const MESSAGE_TYPE = 11;
const EXCHANGE = 13;
const STOCK_CODE = 14;
// Of futures and options only.
const OPTION_TYPE = 16;
const STRIKE = 18;
const EXPIRY = 19;

const CASH: Layout = {
  derivatives: false,
  side: 15,
  limitPrice: 18,
  status: 20,
  orderId: 23,
  quantity: 24,
  executed: 26,
  stopPrice: 30,
};

const DERIVATIVES: Layout = {
  derivatives: true,
  side: 21,
  limitPrice: 24,
  status: 25,
  orderId: 26,
  quantity: 27,
  executed: 28,
  stopPrice: 31,
};

const LAYOUTS: ReadonlyMap<string, Layout> = new Map([
  ['4', CASH],
  ['5', CASH],
  ['6', DERIVATIVES],
  ['7', DERIVATIVES],
]);

/** Of advice on shares and on strategies; frames of orders are longer. */
const ADVICE_LENGTHS: readonly number[] = [19, 28];

/** Whether a message of the event `order` is about an order, and not a quote or advice. */
export const isOrderFrame = (frame: unknown): boolean =>
  !Array.isArray(frame) ||
  !(ADVICE_LENGTHS.includes(frame.length) || textAt(frame, 0).includes('!'));

/**
 * A frame of the event `order`: strings by position. Frames carry no prices or ids of fills, no tag
 * and no reason.
 * @throws BrokerFault if it does not name its order
 */
export function parseFrame(frame: unknown, cashPrices: CashFramePrices): SaidFrame {
  if (!Array.isArray(frame)) throw unreadable('that is no list');
  const at = (position: number): string => textAt(frame, position);
  const layout = LAYOUTS.get(at(MESSAGE_TYPE));
  if (!layout) throw unreadable(`of type ${at(MESSAGE_TYPE)}`);
  if (frame.length <= layout.stopPrice) throw unreadable(`of ${frame.length} fields`);
  const sequence = required('sequence', /^\d+$/.exec(at(MESSAGE_SEQUENCE))?.[0]);
  const brokerOrderId = required('order number', at(layout.orderId));
  const side = required('side', SIDES.parse(at(layout.side)));
  const orderQty = required('quantity', parseDecimal(at(layout.quantity)));
  const cumQty = parseDecimal(at(layout.executed));
  if (at(layout.executed)) required('executed quantity', cumQty);

  const limit = parseDecimal(at(layout.limitPrice)) ?? ZERO;
  if (!layout.derivatives) cashPrices.observe(brokerOrderId, limit);
  const rupees = (price: Decimal): Decimal =>
    layout.derivatives ? fromPaise(price) : cashPrices.rupees(price);
  const stop = parseDecimal(at(layout.stopPrice)) ?? ZERO;
  const status = parseStatus(at(layout.status));
  const order = {
    brokerOrderId,
    tag: null,
    exchange: at(EXCHANGE),
    product: null,
    side,
    ordType: null,
    timeInForce: null,
    orderQty,
    price: orNull(rupees(limit)),
    stopPrice: orNull(rupees(stop)),
    ordStatus: status && ORD_STATUS[status],
    news: null,
    cumQty,
    text: statusText(status),
    transactTime: istInstant(`${at(MESSAGE_DATE)} ${at(MESSAGE_TIME)}`),
    trade: null,
  };
  return { sequence: BigInt(sequence), order, ...contractOf(at, layout) };
}

/** What can be read of a frame that cannot be read as a whole. */
export function namesOfFrame(frame: unknown): OfContract & {
  brokerOrderId: string | null;
  exchange: string | null;
} {
  const at = (position: number): string => (Array.isArray(frame) ? textAt(frame, position) : '');
  const layout = LAYOUTS.get(at(MESSAGE_TYPE));
  const named = layout ? contractOf(at, layout) : { contract: null, stockCode: '' };
  const brokerOrderId = (layout && at(layout.orderId)) || null;
  return { ...named, brokerOrderId, exchange: at(EXCHANGE) || null };
}

function required<T>(what: string, value: T | null | undefined): T {
  if (value) return value;
  throw unreadable(`without ${what}`);
}

const unreadable = (what: string): BrokerFault =>
  new BrokerFault('unknown', `Breeze sent a frame ${what}`);

function contractOf(at: (position: number) => string, { derivatives }: Layout): OfContract {
  const stockCode = at(STOCK_CODE);
  const strike = derivatives ? parseDecimal(at(STRIKE)) : null;
  const contract = parseContract({
    stock_code: stockCode,
    exchange_code: at(EXCHANGE),
    ...(derivatives && {
      expiry_date: at(EXPIRY),
      right: at(OPTION_TYPE),
      strike_price: strike && fromPaise(strike).toFixed(),
    }),
  });
  return { contract, stockCode };
}

/** Strings may be padded with blanks, and some come as numbers. */
function textAt(frame: readonly unknown[], position: number): string {
  const value = frame[position];
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}
