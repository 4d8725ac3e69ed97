import { applyEvent } from './apply-event';
import type { Decimal } from './decimal';
import type { ExecutionReport } from './execution-report';
import type { Execution } from './executions';
import { canonicalExchange } from './instrument';
import {
  avgPx,
  type Command,
  isAnsweredRequest,
  isHeld,
  isUnsent,
  leavesQty,
  type Order,
  ordStatus,
} from './order';
import { type OrderTerms, TimeInForce } from './requested-order';
import {
  type Alert,
  AlertCode,
  type Converted,
  type OrderEvent,
  type OrderFact,
  type ReportFields,
  type StateReportType,
} from './order-event';
import { isPending, OrdStatus } from './order-status';

/** A reported event before its sequence number is known. */
export type ReportedFact = Extract<OrderFact, ReportFields>;

/** A bust or correction names the execution that it changes. */
export const namesExecution = ({ kind }: ExecutionReport): boolean =>
  kind === 'TradeCancel' || kind === 'TradeCorrect';

/**
 * The effect of a report on an order. Every report becomes an event, odd ones with alerts;
 * quantities are summed from the executions that we know, never copied from CumQty or OrdStatus.
 *
 * @param named the execution that a bust or correction names, if it has arrived
 */
export function decideReport(
  order: Order,
  report: ExecutionReport,
  named: Execution | undefined,
): ReportedFact {
  const request = answeredRequest(order, report);
  const fact = interpret(order, report, request, named);
  const alerts = [...(report.alerts ?? []), ...fact.alerts, ...oddities(order, report, fact)];
  const after = applyEvent(order, placed(order, fact));
  return { ...fact, alerts: [...alerts, ...differences(after, report)] };
}

/** The fact as the order's next event, to see what it would change. */
const placed = ({ orderId, version, updatedAt }: Order, fact: ReportedFact): OrderEvent => ({
  orderId,
  seq: version + 1,
  at: updatedAt,
  by: null,
  requestId: null,
  ...fact,
});

const REQUEST_KIND = {
  PendingCancel: 'cancel',
  Canceled: 'cancel',
  PendingReplace: 'replace',
  Replaced: 'replace',
} as const;

/** The outstanding request that a report answers: the one it quotes, or the oldest of its kind. */
function answeredRequest(order: Order, report: ExecutionReport): Command | undefined {
  const { clOrdId } = report;
  const quoted = order.commands.find(
    (command) =>
      command.kind !== 'new' &&
      clOrdId !== null &&
      (command.clOrdId === clOrdId || command.clientClOrdId === clOrdId),
  );
  if (quoted) return quoted;
  // The quoted request was already answered, so the report answers no other one.
  if (clOrdId !== null && isAnsweredRequest(order, clOrdId)) return undefined;
  const kind =
    report.kind === 'CancelReject'
      ? report.responseTo
      : REQUEST_KIND[report.kind as keyof typeof REQUEST_KIND];
  const made = order.commands.filter((command) => !isHeld(command));
  const candidates = made.filter((command) =>
    report.kind === 'CancelReject' && !kind ? command.kind !== 'new' : command.kind === kind,
  );
  const isMeant = (command: Command): boolean =>
    (report.kind !== 'Replaced' && !isUnsent(command)) || !showsOtherTerms(order, report, command);
  return (
    candidates.find((command) => !isUnsent(command) && isMeant(command)) ?? candidates.find(isMeant)
  );
}

/** Who names terms that a request does not ask for, and not the request, does not speak of it. */
const showsOtherTerms = (order: Order, report: ExecutionReport, { terms }: Command): boolean =>
  terms !== null &&
  (isOtherType(order, report) ||
    isOtherValidity(order, report) ||
    otherTerms(order, terms, report).length > 0);

function interpret(
  order: Order,
  report: ExecutionReport,
  request: Command | undefined,
  named: Execution | undefined,
): ReportedFact {
  const fields = reportFields(order, report, request);
  const stateReport = (type: StateReportType, ...alerts: Alert[]): ReportedFact => ({
    type,
    ...fields,
    alerts,
  });
  const late = (code: AlertCode): ReportedFact => stateReport('OrderStatus', { code });

  switch (report.kind) {
    case 'CancelReject': {
      const kind = request?.kind ?? report.responseTo ?? 'cancel';
      const type = kind === 'cancel' ? 'CancelRejected' : 'ReplaceRejected';
      return request ? stateReport(type) : stateReport(type, { code: AlertCode.NothingPending });
    }
    case 'Rejected':
      if (request) return rejectedRequest(stateReport, request);
      return stateReport('Rejected');
    case 'New':
      if (report.minimal && request?.kind === 'replace') return replaced(fields, order, report);
      return stateReport('New');
    case 'Replaced':
      if (!request && report.clOrdId && isAnsweredRequest(order, report.clOrdId)) {
        return late(AlertCode.NothingPending);
      }
      return { ...replaced(fields, order, report), alerts: unrequested(order, request, report) };
    case 'Trade': {
      const lastQty = report.lastQty ?? report.cumQty?.minus(order.cumQty);
      const cancelsRemainder = report.ordStatus === OrdStatus.Canceled;
      if (!lastQty || !report.lastPx || lastQty.lte(0)) {
        const code = AlertCode.LateReport;
        return cancelsRemainder ? stateReport('Canceled', { code }) : late(code);
      }
      return {
        type: 'Trade',
        lastQty,
        lastPx: report.lastPx,
        exchange: canonicalExchange((report.exchange ?? order.exchange).trim()),
        cancelsRemainder,
        ...fields,
      };
    }
    case 'TradeCancel':
    case 'TradeCorrect':
      if (named?.state === 'busted') return late(AlertCode.LateReport);
      return amendment(fields, report, named);
    case 'Restated': {
      const { orderQty, price, stopPrice, corporateAction } = report;
      const terms = { orderQty, price, ...(stopPrice && { stopPrice }), corporateAction };
      return { type: 'Restated', ...terms, ...convertedBy(order, report), ...fields };
    }
    default:
      return stateReport(report.kind);
  }
}

type Fields = ReportFields & { execId: string };

function reportFields(order: Order, report: ExecutionReport, request: Command | undefined): Fields {
  // The client's id of the order is another name for the order id.
  const quoted = report.clOrdId === order.clOrdId ? order.orderId : report.clOrdId;
  // The order id does not distinguish requests: an answer to the next one is not a repeat.
  const subject = quoted === order.orderId ? (request?.clOrdId ?? quoted) : quoted;
  return {
    source: 'link',
    clOrdId: request?.clOrdId ?? quoted,
    execId: report.execId ?? derivedExecId(report, subject),
    brokerOrderId: report.brokerOrderId,
    text: report.text,
    transactTime: report.transactTime,
    alerts: [],
  };
}

/** An exact repeat of a report without an ExecID derives the same id, so it counts once. */
const derivedExecId = (report: ExecutionReport, subject: string | null): string =>
  [
    '~',
    subject ?? report.brokerOrderId,
    report.kind === 'CancelReject' ? 'CancelReject' : (report.ordStatus ?? report.kind),
    report.cumQty?.toFixed() ?? '',
    report.lastPx?.toFixed() ?? '',
  ].join('|');

const rejectedRequest = (
  stateReport: (type: StateReportType) => ReportedFact,
  request: Command,
): ReportedFact => stateReport(request.kind === 'cancel' ? 'CancelRejected' : 'ReplaceRejected');

const replaced = (fields: Fields, order: Order, report: ExecutionReport): ReportedFact => ({
  ...fields,
  type: 'Replaced',
  orderQty: report.orderQty,
  price: report.price,
  stopPrice: report.stopPrice,
  ...convertedBy(order, report),
});

const convertedBy = (order: Order, report: ExecutionReport): Converted => ({
  ...(isOtherType(order, report) && { ordType: report.ordType! }),
  ...(isOtherValidity(order, report) && validityOf(report)),
});

/**
 * No request changes the type of an order: somebody at the venue did. What brokers show of our own market
 * and stop orders is told apart where their rows are read.
 */
const isOtherType = ({ ordType }: Order, report: ExecutionReport): boolean =>
  !!report.ordType && report.ordType !== ordType;

const validityOf = ({ timeInForce, expireAt = null }: ExecutionReport): Converted => ({
  timeInForce: timeInForce!,
  expireAt: timeInForce === TimeInForce.GoodTillDate ? expireAt : null,
});

/** Nor how long it lives. Good till a date that the report does not give says nothing. */
const isOtherValidity = (
  { timeInForce }: Order,
  { timeInForce: reported, expireAt }: ExecutionReport,
): boolean =>
  !!reported && reported !== timeInForce && (reported !== TimeInForce.GoodTillDate || !!expireAt);

/** What the venue changed by itself, or otherwise than it was asked to, term by term. */
const unrequested = (
  order: Order,
  request: Command | undefined,
  report: ExecutionReport,
): Alert[] => [
  ...(isOtherType(order, report) ? [changed('OrdType', order.ordType, report.ordType!)] : []),
  ...(isOtherValidity(order, report)
    ? [changed('TimeInForce', order.timeInForce, report.timeInForce!)]
    : []),
  ...otherTerms(order, request?.terms ?? order, report).map(([term, field]) =>
    changed(field, (request?.terms ?? order)[term]?.toFixed(), report[term]!.toFixed()),
  ),
];

const changed = (field: string, ours: string | undefined, reported: string): Alert => ({
  code: AlertCode.UnrequestedChange,
  field,
  ours,
  reported,
});

/** Those that a report names otherwise; a quantity below what is filled is amended to that. */
const otherTerms = ({ cumQty }: Order, terms: OrderTerms, report: ExecutionReport) =>
  TERM_FIELDS.filter(([term]) => {
    const reported = report[term];
    if (!reported || terms[term]?.eq(reported)) return false;
    return term !== 'orderQty' || !(reported.lte(cumQty) && terms.orderQty.lte(cumQty));
  });

/** The terms of an order, and their FIX names. */
const TERM_FIELDS = [
  ['orderQty', 'OrderQty'],
  ['price', 'Price'],
  ['stopPrice', 'StopPx'],
] as const;

function amendment(
  fields: Fields,
  report: ExecutionReport,
  named: Execution | undefined,
): ReportedFact {
  const amended = {
    ...fields,
    execRefId: report.execRefId!,
    rootExecId: named?.execId ?? null,
    busted: named ? { quantity: named.quantity, price: named.price } : null,
    alerts: named ? [] : [{ code: AlertCode.UnknownExecution, reported: report.execRefId! }],
  };
  return report.kind === 'TradeCancel'
    ? { ...amended, type: 'TradeCancel' }
    : { ...amended, type: 'TradeCorrect', lastQty: report.lastQty!, lastPx: report.lastPx! };
}

const AFTER_CLOSE_ODD: ReadonlySet<string> = new Set([
  'Rejected',
  'Canceled',
  'Expired',
  'DoneForDay',
  'Suspended',
  'Stopped',
]);

function oddities(order: Order, report: ExecutionReport, fact: ReportedFact): Alert[] {
  const alerts: Alert[] = [];
  const fresh = order.commands.find(({ kind }) => kind === 'new');
  if (fresh && isUnsent(fresh)) alerts.push({ code: AlertCode.ReportBeforeSend });
  if (order.closed && AFTER_CLOSE_ODD.has(fact.type)) {
    alerts.push({ code: AlertCode.ReportAfterClose, ours: order.closed, reported: fact.type });
  }
  if (fact.type === 'Rejected' && order.cumQty.gt(0)) {
    alerts.push({ code: AlertCode.RejectedWithFills });
  }
  const { brokerOrderId } = report;
  if (brokerOrderId && order.brokerOrderId && brokerOrderId !== order.brokerOrderId) {
    const code = AlertCode.BrokerOrderIdChanged;
    alerts.push({ code, field: 'OrderID', ours: order.brokerOrderId, reported: brokerOrderId });
  }
  return alerts;
}

/**
 * Where the report's own totals differ from our fold: alerts for ops, never copied (wire form 2).
 */
function differences(after: Order, report: ExecutionReport): Alert[] {
  const alerts: Alert[] = [];
  const compare = (field: string, ours: string, reported: string): void => {
    if (ours !== reported) alerts.push({ code: AlertCode.Difference, field, ours, reported });
  };
  const status = ordStatus(after);
  // While a request of ours is pending, the venue may not know of it yet.
  if (report.ordStatus && !isPending(status) && !isPending(report.ordStatus)) {
    compare('OrdStatus', status, report.ordStatus);
  }
  if (report.cumQty) compare('CumQty', after.cumQty.toFixed(), report.cumQty.toFixed());
  if (report.leavesQty)
    compare('LeavesQty', leavesQty(after).toFixed(), report.leavesQty.toFixed());
  if (report.avgPx && !sameWithinDigits(avgPx(after), report.avgPx)) {
    compare('AvgPx', avgPx(after).toFixed(), report.avgPx.toFixed());
  }
  if (after.cumQty.gt(after.orderQty) && report.kind.startsWith('Trade')) {
    const [ours, reported] = [after.orderQty.toFixed(), after.cumQty.toFixed()];
    alerts.push({ code: AlertCode.Overfill, field: 'CumQty', ours, reported });
  }
  return alerts;
}

/** Equal to the digits that the report gives, whether rounded or truncated. */
const sameWithinDigits = (ours: Decimal, reported: Decimal): boolean =>
  ours.minus(reported).abs().lt(`1e-${reported.decimalPlaces()}`);
