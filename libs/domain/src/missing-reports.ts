import type { BrokerOrder, BrokerTrade } from './broker-order';
import type { Decimal } from './decimal';
import type { ExecutionReport, ReportKind } from './execution-report';
import { type Command, isFullyFilled, isUnsent, type Order } from './order';
import {
  hasLimitPrice,
  hasStopPrice,
  isShownAs,
  type OrderTerms,
  type OrdType,
  type TimeInForce,
} from './requested-order';
import { OrdStatus } from './order-status';
import { identityOf, type RowIdentity } from './row-identity';

/**
 * What a broker's row shows of an order that the order does not yet, as reports in booking order.
 * Order books and streams both use this: a row without news gives no reports, so it does not matter
 * how often or from which source it came. ExecIDs are pure functions of the row and of the request
 * that is answered.
 *
 * @param asOf when the broker was asked, or sent the row: it cannot have answered a later request
 */
export function missingReports(order: Order, row: BrokerOrder, asOf: Date): ExecutionReport[] {
  const requests = order.commands.filter((command) => mayBeAnswered(command, asOf));
  return [
    ...(row.trade ? [tradeReport(order, row.trade)] : []),
    ...replaceAnswers(order, row, requests),
    ...stateReports(order, row, requests),
    ...cancelAnswers(order, row, requests),
  ];
}

const mayBeAnswered = (command: Command, asOf: Date): boolean =>
  command.origin === 'client' && !isUnsent(command) && command.requestedAt <= asOf;

/** The report of an execution; its ExecID makes it count once. */
export function tradeReport(order: Order, trade: BrokerTrade): ExecutionReport {
  return {
    ...report(order, trade, 'Trade', trade.execId),
    lastQty: trade.lastQty,
    lastPx: trade.lastPx,
  };
}

/**
 * The terms that a row shows of an order while nothing of ours is at the broker: somebody changed it at
 * the broker, before it ended perhaps. Only a book that was read after everything we know may say so,
 * for frames come late and out of order. Null where the row says nothing new.
 */
export function unrequestedReplace(order: Order, row: BrokerOrder): ExecutionReport | null {
  if (!order.commands.every(isUnsent) || !isOfTerms(order, row)) return null;
  const { ordType, timeInForce, ...changed } = otherTerms(order, row, order);
  const amounts = Object.values(changed).map((term) => term?.toFixed() ?? '');
  const said = [...amounts, ...[ordType, timeInForce].filter((word) => word !== null)];
  if (said.every((text) => text === '')) return null;
  const execId = [row.brokerOrderId, 'Replaced', order.version, ...said].join('|');
  const converted = { ordType, timeInForce, ...changed };
  return { ...report(order, row, 'Replaced', execId), clOrdId: null, ...converted };
}

/**
 * The answers to replaces that the broker took long ago, where the row shows terms that neither they
 * asked for nor the order had before: somebody changed it at the broker as well, and what the order has
 * now is that. Of a book that was read after everything we know, as `unrequestedReplace`.
 */
export function overtakenReplaces(order: Order, row: BrokerOrder): ExecutionReport[] {
  const under = order.commands.filter((command) => !isUnsent(command));
  const areTaken = under.every(
    ({ kind, origin, delivery }) =>
      kind === 'replace' && origin === 'client' && delivery.state === 'sent',
  );
  if (!areTaken || order.closed || !holdsTerms(row)) return [];
  const known = [order, ...under.flatMap(({ terms }) => terms ?? [])];
  if (known.some((terms) => showsTerms(row, order, terms))) return [];
  const { orderQty, price, stopPrice } = row;
  const ordType = otherType(order, row);
  const type = ordType ?? order.ordType;
  return under.map((request) => ({
    ...replaced(order, row, request),
    ordType,
    timeInForce: otherTimeInForce(order, row),
    orderQty,
    price: hasLimitPrice(type) ? price : null,
    stopPrice: hasStopPrice(type) ? stopPrice : null,
  }));
}

/** Whether a row shows the terms that an order has, or had when it ended. */
function isOfTerms({ closed }: Order, row: BrokerOrder): boolean {
  if (closed) return closed !== OrdStatus.Rejected && row.ordStatus === closed;
  return holdsTerms(row) || row.ordStatus === OrdStatus.Filled;
}

function otherTerms(order: Order, row: BrokerOrder, terms: OrderTerms) {
  const ordType = otherType(order, row);
  const type = ordType ?? order.ordType;
  return {
    ordType,
    timeInForce: otherTimeInForce(order, row),
    orderQty: other(row.orderQty, terms.orderQty),
    // Brokers show a limit of their own making where the order has none.
    price: hasLimitPrice(type) ? other(row.price, terms.price) : null,
    stopPrice: hasStopPrice(type) ? other(row.stopPrice, terms.stopPrice) : null,
  };
}

/** The type that somebody at the broker made of the order; null if the row shows no other. */
const otherType = ({ ordType }: Order, row: BrokerOrder): OrdType | null =>
  row.ordType && !isShownAs(ordType, row.ordType) ? row.ordType : null;

const otherTimeInForce = ({ timeInForce }: Order, row: BrokerOrder): TimeInForce | null =>
  row.timeInForce === timeInForce ? null : row.timeInForce;

const other = (shown: Decimal | null, ours: Decimal | null): Decimal | null =>
  shown && !ours?.eq(shown) ? shown : null;

/** Filled quantity at the broker that is not booked here; null if the row does not say. */
export const unbookedQty = (order: Order, row: BrokerOrder): Decimal | null =>
  row.cumQty && row.cumQty.minus(order.cumQty);

/** States in which the exchange, not only the broker, has the order. */
const AT_EXCHANGE: ReadonlySet<OrdStatus> = new Set([
  OrdStatus.New,
  OrdStatus.PartiallyFilled,
  OrdStatus.Suspended,
  OrdStatus.PendingCancel,
  OrdStatus.PendingReplace,
]);

function stateReports(order: Order, row: BrokerOrder, requests: Command[]): ExecutionReport[] {
  const state = (kind: ReportKind): ExecutionReport => ({
    ...report(order, row, kind, `${row.brokerOrderId}|${kind}`),
    text: row.text,
  });
  if (order.closed) return [];
  switch (row.ordStatus) {
    case OrdStatus.Rejected:
      return [state('Rejected')];
    case OrdStatus.Expired:
      return [state('Expired')];
    case OrdStatus.Canceled: {
      const clOrdId = first(requests, 'cancel')?.clOrdId ?? order.orderId;
      return [{ ...state('Canceled'), clOrdId }];
    }
    case OrdStatus.PendingNew:
      // The answer to the placement is missing: it is news that the broker knows the order.
      return first(requests, 'new') ? [state('PendingNew')] : [];
    default:
      // A fill shows this too.
      return isAtExchange(row) && !order.accepted && !row.trade ? [state('New')] : [];
  }
}

function replaceAnswers(order: Order, row: BrokerOrder, requests: Command[]): ExecutionReport[] {
  const replaces = requests.filter(({ kind }) => kind === 'replace');
  const [oldest] = replaces;
  if (!oldest) return [];
  if (row.news === 'ReplaceRejected') return [rejected(order, row, oldest, stampOf(row))];
  if (!holdsTerms(row) && row.ordStatus !== OrdStatus.Filled) return [];
  // The broker processes requests in order, so the one it shows answers those before it as well.
  const shown = replaces.findIndex(({ terms }) => terms && showsTerms(row, order, terms));
  const ambiguous = shown > 0 && row.news !== 'Replaced' && showsTerms(row, order, order);
  if (shown === -1 && isFilledFor(order, row)) {
    // A filled order accepts no more replaces: those that the row does not show came too late.
    return replaces.map((request) => rejected(order, row, request, 'filled'));
  }
  return ambiguous
    ? []
    : replaces.slice(0, shown + 1).map((request) => replaced(order, row, request));
}

function replaced(order: Order, row: BrokerOrder, { clOrdId, terms }: Command): ExecutionReport {
  const execId = `${row.brokerOrderId}|Replaced|${clOrdId}`;
  const { orderQty, price } = terms ?? row;
  return { ...report(order, row, 'Replaced', execId), clOrdId, orderQty, price };
}

function cancelAnswers(order: Order, row: BrokerOrder, requests: Command[]): ExecutionReport[] {
  const cancel = first(requests, 'cancel');
  if (!cancel) return [];
  if (row.news === 'CancelRejected') return [rejected(order, row, cancel, stampOf(row))];
  // The fills came first, and the answer to the cancel was lost.
  return isFilledFor(order, row) ? [rejected(order, row, cancel, 'filled')] : [];
}

function rejected(
  order: Order,
  row: BrokerOrder,
  { kind, clOrdId }: Command,
  when: string,
): ExecutionReport {
  const responseTo = kind === 'cancel' ? 'cancel' : 'replace';
  const execId = `${row.brokerOrderId}|${responseTo} rejected|${clOrdId}|${when}`;
  return { ...report(order, row, 'CancelReject', execId), clOrdId, responseTo, text: row.text };
}

/** According to the broker and to our own sum. */
const isFilledFor = (order: Order, row: BrokerOrder): boolean =>
  row.ordStatus === OrdStatus.Filled && isFullyFilled(order);

const isAtExchange = ({ ordStatus }: BrokerOrder): boolean =>
  ordStatus !== null && AT_EXCHANGE.has(ordStatus);

/**
 * While a replace is pending at the broker, the row shows the requested terms, not those in force.
 */
const holdsTerms = (row: BrokerOrder): boolean =>
  isAtExchange(row) && row.ordStatus !== OrdStatus.PendingReplace;

/** Rows without a time are distinguished by their content alone. */
const stampOf = ({ transactTime, orderQty, price }: BrokerOrder): string =>
  [transactTime?.toISOString() ?? '', orderQty.toFixed(), price?.toFixed() ?? ''].join('|');

const first = (requests: Command[], kind: Command['kind']): Command | undefined =>
  requests.find((command) => command.kind === kind);

/** Brokers show a limit of their own on orders that have none. */
function showsTerms(row: BrokerOrder, order: Order, terms: OrderTerms): boolean {
  const same = (left: Decimal | null, right: Decimal | null): boolean =>
    left && right ? left.eq(right) : left === right;
  return (
    !otherType(order, row) &&
    !otherTimeInForce(order, row) &&
    row.orderQty.eq(terms.orderQty) &&
    (!hasLimitPrice(order.ordType) || same(row.price, terms.price)) &&
    // Some rows leave out a trigger that was reached.
    (!hasStopPrice(order.ordType) || !row.stopPrice || same(row.stopPrice, terms.stopPrice))
  );
}

function report(order: Order, row: RowIdentity, kind: ReportKind, execId: string): ExecutionReport {
  const { orderId: clOrdId, link } = order;
  return Object.assign(identityOf(link, row), { kind, clOrdId, execId });
}
