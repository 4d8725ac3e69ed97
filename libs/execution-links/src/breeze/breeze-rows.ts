import {
  type BrokerOrder,
  type BrokerPosition,
  type BrokerTrade,
  Decimal,
  type HeldShares,
  OrdStatus,
  Side,
  ZERO,
} from '@ome/domain';
import {
  type BreezeStatus,
  ORD_STATUS,
  ordTypeOf,
  ourProduct,
  parseStatus,
  PRODUCTS,
  SIDES,
  VALIDITIES,
} from './breeze-codes';
import { type BreezeContract, parseBreezeExchange, parseContract } from './breeze-contract';
import { type BreezeRow, decimalOf, optionalDecimal, required, textOf } from './breeze-row';
import { istInstant } from './breeze-times';

export interface Executed {
  brokerOrderId: string;
  quantity: Decimal;
}

/** Something the broker reports about a contract, which is still in the broker's words. */
export interface OfContract {
  /** Null if the fields name no contract that we know. */
  contract: BreezeContract | null;
  /** The broker's short name, for rows without a contract. */
  stockCode: string;
}

export interface SaidOrder extends OfContract {
  order: Omit<BrokerOrder, 'symbol'>;
}

export interface SaidShares extends Omit<HeldShares, 'names'> {
  stockCode: string;
}

export interface SaidPosition extends OfContract {
  position: Omit<BrokerPosition, 'symbol'>;
}

/**
 * A row of the order list or of an order's detail.
 * @throws BrokerFault if it does not name its order
 */
export function parseOrderRow(row: BreezeRow): SaidOrder {
  const brokerOrderId = required(row, 'order_id', textOf(row, 'order_id'));
  const side = required(row, 'action', SIDES.parse(textOf(row, 'action')));
  const orderQty = required(row, 'quantity', decimalOf(row, 'quantity'));
  const status = parseStatus(textOf(row, 'status'));
  const order = {
    brokerOrderId,
    tag: textOf(row, 'user_remark'),
    exchange: textOf(row, 'exchange_code') ?? '',
    product: productIn(row),
    side,
    ordType: ordTypeOf(textOf(row, 'order_type')),
    timeInForce: VALIDITIES.parse(textOf(row, 'validity')),
    orderQty,
    price: orNull(decimalOf(row, 'price')),
    stopPrice: orNull(decimalOf(row, 'stoploss')),
    ordStatus: status && ORD_STATUS[status],
    news: null,
    cumQty: filledQty(row, orderQty, status),
    text: statusText(status),
    transactTime: istInstant(textOf(row, 'order_datetime') ?? ''),
    trade: null,
  };
  return { ...contractOf(row), order };
}

/** In our words if Breeze's is known. */
function productIn(row: BreezeRow): string | null {
  const said = textOf(row, 'product_type');
  const known = PRODUCTS.parse(said);
  return known ? ourProduct(known) : said;
}

/**
 * Rows have no documented executed quantity: it is what is neither open nor canceled. Null if that
 * conclusion is not safe; the executions are then queried instead.
 */
function filledQty(row: BreezeRow, orderQty: Decimal, status: BreezeStatus | null): Decimal | null {
  const said = optionalDecimal(row, 'quantity_executed');
  if (said) return said;
  const pending = optionalDecimal(row, 'pending_quantity');
  const canceled = optionalDecimal(row, 'cancelled_quantity');
  switch (status) {
    case 'requested':
    case 'queued':
    case 'freezed':
    case 'rejected':
    case 'expired':
      return ZERO;
    case 'ordered':
    case 'partially executed':
    case 'executed':
    case 'cancelled':
    case 'partially executed and cancelled': {
      if (!pending || !canceled) return null;
      // Without the canceled quantity, the whole order would look filled.
      if (ORD_STATUS[status] === OrdStatus.Canceled && canceled.isZero()) return null;
      const filled = orderQty.minus(pending).minus(canceled);
      return filled.isNegative() ? null : filled;
    }
    // No field gives the expired quantity.
    case 'partially executed and expired':
    case null:
      return null;
  }
}

/** What people should know about a status; the broker gives no reasons. */
export function statusText(status: BreezeStatus | null): string | null {
  switch (status) {
    case 'rejected':
      return 'Rejected: Breeze names no reason';
    case 'freezed':
      return 'Freezed at Breeze: ask the broker what it waits for';
    default:
      return null;
  }
}

/**
 * A row of an order's trade detail: one execution.
 * @throws BrokerFault if it cannot be distinguished from others, for no execution may be lost
 */
export function parseTradeRow(row: BreezeRow, brokerOrderId: string): BrokerTrade {
  const exchange = required(row, 'exchange_code', textOf(row, 'exchange_code'));
  const tradeId = required(
    row,
    'exchange_trade_id',
    textOf(row, 'exchange_trade_id') ?? textOf(row, 'trade_id'),
  );
  const lastQty = required(row, 'executed_quantity', decimalOf(row, 'executed_quantity'));
  const lastPx = required(row, 'execution_price', decimalOf(row, 'execution_price'));
  const transactTime = istInstant(textOf(row, 'exchange_trade_time') ?? '');
  const execId = `${exchange}-${tradeId}`;
  const side = SIDES.parse(textOf(row, 'action'));
  return { brokerOrderId, execId, lastQty, lastPx, exchange, transactTime, side };
}

/**
 * Quantities are unsigned; a flat position has no side.
 * @throws BrokerFault if it does not give the quantity, or the side of one that is not flat
 */
export function parsePositionRow(row: BreezeRow): SaidPosition {
  const quantity = required(row, 'quantity', decimalOf(row, 'quantity'));
  const side = SIDES.parse(textOf(row, 'action'));
  const said = contractOf(row);
  if (!quantity.isZero()) {
    required(row, 'action', side);
    // A contract that cannot be told may be any that we hold; one of another exchange is none of ours.
    const exchange = required(row, 'exchange_code', textOf(row, 'exchange_code'));
    if (parseBreezeExchange(exchange)) required(row, 'expiry_date', said.contract);
  }
  const position = {
    exchange: textOf(row, 'exchange_code') ?? '',
    product: productIn(row),
    netQty: side === Side.Sell ? quantity.negated() : quantity,
    avgPx: decimalOf(row, 'average_price'),
    lastPx: decimalOf(row, 'ltp'),
    realizedPnl: null,
    unrealizedPnl: decimalOf(row, 'pnl'),
  };
  return { ...said, position };
}

export function contractOf(row: BreezeRow): OfContract {
  const stockCode = textOf(row, 'stock_code') ?? '';
  const contract = parseContract({
    stock_code: stockCode,
    exchange_code: textOf(row, 'exchange_code') ?? '',
    product: textOf(row, 'product_type'),
    expiry_date: textOf(row, 'expiry_date'),
    right: textOf(row, 'right'),
    strike_price: textOf(row, 'strike_price'),
  });
  return { contract, stockCode };
}

/** The executed quantity of an order, in a line of the trade list. */
export const parseExecuted = (row: BreezeRow): Executed => ({
  brokerOrderId: required(row, 'order_id', textOf(row, 'order_id')),
  quantity: required(row, 'quantity', decimalOf(row, 'quantity')),
});

/** Breeze writes zero for a missing price. */
export const orNull = (price: Decimal | null): Decimal | null => (price?.gt(0) ? price : null);

/**
 * A row of the demat holdings. Only what is allocated may be sold. What is blocked was sold, or rests in
 * orders: where it is a part beside the allocated one, as they sum up to the total, it was free before.
 */
export function parseDematRow(row: BreezeRow): SaidShares {
  const amount = (field: string): Decimal => optionalDecimal(row, field) ?? ZERO;
  const quantity = required(row, 'quantity', decimalOf(row, 'quantity'));
  const allocated = amount('demat_allocated_quantity');
  const used = amount('blocked_quantity');
  const owned = Decimal.max(quantity, amount('demat_total_bulk_quantity'));
  const isBeside = allocated.plus(used).plus(amount('demat_avail_quantity')).lte(owned);
  const free = isBeside ? allocated.plus(used) : allocated;
  return { stockCode: stockCodeOf(row), owned, free, used, arriving: ZERO };
}

/** A row of the portfolio: of all shares, whether or not they came to the demat account yet. */
export function parsePortfolioRow(row: BreezeRow): { stockCode: string; quantity: Decimal } {
  const quantity = required(row, 'quantity', decimalOf(row, 'quantity'));
  return { stockCode: stockCodeOf(row), quantity };
}

const stockCodeOf = (row: BreezeRow): string =>
  required(row, 'stock_code', textOf(row, 'stock_code'));
