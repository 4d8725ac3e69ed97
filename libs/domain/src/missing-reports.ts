import type { BrokerOrder, BrokerTrade } from './broker-order';
import type { Decimal } from './decimal';
import { BLANK_REPORT, type ExecutionReport, type ReportKind } from './execution-report';
import {
  type Command,
  hasLimitPrice,
  hasStopPrice,
  isFullyFilled,
  isQueued,
  type Order,
  type OrderTerms,
} from './order';
import { OrdStatus } from './order-status';

/**
 * What a broker's row says of an order and the order does not show yet, as reports in the order they
 * have to be booked. Books and streams both come here: a row that says nothing new gives nothing, so
 * it does not matter how often or by which way it came. ExecIDs are pure functions of what the broker
 * says and of the request that is answered.
 *
 * @param asOf when the broker was asked, or spoke: it cannot have answered a later request
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

const mayBeAnswered = ({ origin, delivery, requestedAt }: Command, asOf: Date): boolean =>
  origin === 'client' && delivery.state !== 'queued' && requestedAt <= asOf;

/** The report of an execution; it counts once by its ExecID. */
export function tradeReport(order: Order, trade: BrokerTrade): ExecutionReport {
  return {
    ...report(order, trade, 'Trade', trade.execId),
    lastQty: trade.lastQty,
    lastPx: trade.lastPx,
    exchange: trade.exchange,
  };
}

/**
 * The terms that a row shows of an order while nothing of ours is at the broker: somebody changed it at
 * the broker. Only a book that was read after everything we know may say so, for frames come late and
 * out of order. Null where the row says nothing new.
 */
export function unrequestedReplace(order: Order, row: BrokerOrder): ExecutionReport | null {
  if (order.closed || !order.commands.every(isQueued)) return null;
  if (!holdsTerms(row) && row.ordStatus !== OrdStatus.Filled) return null;
  const changed = {
    orderQty: other(row.orderQty, order.orderQty),
    // Brokers show a limit of their own making where the order has none.
    price: hasLimitPrice(order.ordType) ? other(row.price, order.price) : null,
    stopPrice: hasStopPrice(order.ordType) ? other(row.stopPrice, order.stopPrice) : null,
  };
  const said = Object.values(changed).map((term) => term?.toFixed() ?? '');
  if (said.every((text) => text === '')) return null;
  const execId = [row.brokerOrderId, 'Replaced', order.version, ...said].join('|');
  return { ...report(order, row, 'Replaced', execId), clOrdId: null, ...changed };
}

const other = (shown: Decimal | null, ours: Decimal | null): Decimal | null =>
  shown && !ours?.eq(shown) ? shown : null;

/** How much the broker says was filled beyond what is booked; null where it does not say. */
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
      // The answer to the placement is missing: that the broker knows the order is news.
      return first(requests, 'new') ? [state('PendingNew')] : [];
    default:
      // A fill says so, too.
      return isAtExchange(row) && !order.accepted && !row.trade ? [state('New')] : [];
  }
}

function replaceAnswers(order: Order, row: BrokerOrder, requests: Command[]): ExecutionReport[] {
  const replaces = requests.filter(({ kind }) => kind === 'replace');
  const [oldest] = replaces;
  if (!oldest) return [];
  if (row.news === 'ReplaceRejected') return [rejected(order, row, oldest, stampOf(row))];
  if (!holdsTerms(row) && row.ordStatus !== OrdStatus.Filled) return [];
  // The broker takes requests in their order, so what it shows answers those before as well.
  const shown = replaces.findIndex(({ terms }) => terms && showsTerms(row, order, terms));
  const ambiguous = shown > 0 && row.news !== 'Replaced' && showsTerms(row, order, order);
  if (shown === -1 && isFilledFor(order, row)) {
    // A filled order takes no more replaces: those that it does not show came too late.
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
  // The fills came first, and whatever was answered to the cancel was not heard.
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

/** By the broker's word and by our own sum. */
const isFilledFor = (order: Order, row: BrokerOrder): boolean =>
  row.ordStatus === OrdStatus.Filled && isFullyFilled(order);

const isAtExchange = ({ ordStatus }: BrokerOrder): boolean =>
  ordStatus !== null && AT_EXCHANGE.has(ordStatus);

/** While a replace is pending at the broker, its terms are what was asked for and not what holds. */
const holdsTerms = (row: BrokerOrder): boolean =>
  isAtExchange(row) && row.ordStatus !== OrdStatus.PendingReplace;

/** Rows without a time have only their content to tell them apart. */
const stampOf = ({ transactTime, orderQty, price }: BrokerOrder): string =>
  [transactTime?.toISOString() ?? '', orderQty.toFixed(), price?.toFixed() ?? ''].join('|');

const first = (requests: Command[], kind: Command['kind']): Command | undefined =>
  requests.find((command) => command.kind === kind);

/** Brokers show a limit of their own making where the order has none. */
function showsTerms(row: BrokerOrder, { ordType }: Order, terms: OrderTerms): boolean {
  const same = (left: Decimal | null, right: Decimal | null): boolean =>
    left && right ? left.eq(right) : left === right;
  return (
    row.orderQty.eq(terms.orderQty) && (!hasLimitPrice(ordType) || same(row.price, terms.price))
  );
}

function report(
  order: Order,
  { brokerOrderId, transactTime }: Pick<BrokerOrder, 'brokerOrderId' | 'transactTime'>,
  kind: ReportKind,
  execId: string,
): ExecutionReport {
  return {
    ...BLANK_REPORT,
    kind,
    link: order.link,
    clOrdId: order.orderId,
    brokerOrderId,
    execId,
    transactTime,
  };
}
