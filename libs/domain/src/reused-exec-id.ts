import type { ExecutionReport, ReportKind } from './execution-report';
import type { Order } from './order';
import { type Alert, AlertCode, type OrderEvent } from './order-event';
import type { DayOf } from './report-identity';

/** What it means that a report's ExecID is already in the order. */
export type Reuse =
  /** The same report again. */
  | { reuse: 'repeat' }
  /** Certainly another execution; it is booked under an id of its own. */
  | { reuse: 'another'; execId: string; alert: Alert }
  /** The same execution with other content, or another one: impossible to tell. */
  | { reuse: 'contradiction'; alert: Alert };

/**
 * Whether a report with an ExecID that the order already has is a repeat (rule 14 of
 * order-states.md). An ExecID is unique for one day of the venue, and the report's content is
 * compared.
 *
 * @param events of the order, oldest first
 */
export function reuseOf(
  report: ExecutionReport,
  order: Order,
  events: readonly OrderEvent[],
  dayOf: DayOf,
): Reuse {
  const execId = report.execId!;
  const own = ownExecId(report, dayOf);
  const sharing = events.filter(
    (event) =>
      'execId' in event && (event.execId === execId || event.execId?.startsWith(`${execId}~`)),
  );
  if (sharing.some((event) => isRepeatOf(event, report, dayOf))) return { reuse: 'repeat' };
  const [holder] = sharing;
  const alert: Alert = {
    code: AlertCode.ReusedExecId,
    field: 'ExecID',
    ours: holder ? contentOf(holder) : execId,
    reported: [execId, report.kind, report.lastQty?.toFixed(), report.lastPx?.toFixed()]
      .filter(Boolean)
      .join(' '),
  };
  const sameFamily = sharing.filter((event) => canResultFrom(event.type, report.kind));
  const ofDay = sameFamily.filter((event) => !isOfAnotherDay(event, report, dayOf));
  const isCertain = ofDay.length === 0 || addsUp(report, order);
  return isCertain ? { reuse: 'another', execId: own, alert } : { reuse: 'contradiction', alert };
}

/** Whether the same report was booked before as this event. */
export function isRepeatOf(event: OrderEvent, report: ExecutionReport, dayOf: DayOf): boolean {
  if (!canResultFrom(event.type, report.kind) || isOfAnotherDay(event, report, dayOf)) return false;
  switch (event.type) {
    case 'Trade':
      return isSame(report.lastQty, event.lastQty) && isSame(report.lastPx, event.lastPx);
    case 'TradeCorrect':
      return (
        event.execRefId === report.execRefId &&
        isSame(report.lastQty, event.lastQty) &&
        isSame(report.lastPx, event.lastPx)
      );
    case 'TradeCancel':
      return event.execRefId === report.execRefId;
    default:
      return true;
  }
}

const isSame = (
  reported: ExecutionReport['lastQty'],
  booked: NonNullable<ExecutionReport['lastQty']>,
): boolean => !reported || reported.eq(booked);

/** Event types that reports of a kind become, if they differ from the kind's name. */
const OTHER_TYPES: Partial<Record<ReportKind, readonly OrderEvent['type'][]>> = {
  Trade: ['OrderStatus', 'Canceled'],
  TradeCancel: ['OrderStatus'],
  TradeCorrect: ['OrderStatus'],
  Replaced: ['OrderStatus'],
  New: ['NewOrder', 'Replaced'],
  Rejected: ['CancelRejected', 'ReplaceRejected'],
  CancelReject: ['CancelRejected', 'ReplaceRejected'],
};

const canResultFrom = (type: OrderEvent['type'], kind: ReportKind): boolean =>
  type === kind || OTHER_TYPES[kind]?.includes(type) === true;

/** By the venue's own stamps alone: a late or repeated report without one is of no other day. */
const isOfAnotherDay = (
  event: OrderEvent,
  { transactTime }: ExecutionReport,
  dayOf: DayOf,
): boolean =>
  !!transactTime &&
  'transactTime' in event &&
  !!event.transactTime &&
  dayOf(event.transactTime) !== dayOf(transactTime);

/** The venue's own total shows that this quantity comes on top of what is booked. */
const addsUp = ({ kind, lastQty, cumQty }: ExecutionReport, order: Order): boolean =>
  kind === 'Trade' && !!lastQty && !!cumQty && cumQty.eq(order.cumQty.plus(lastQty));

/** Derived from the content alone, so that a repeat gets the same id. */
function ownExecId(report: ExecutionReport, dayOf: DayOf): string {
  const { execId, kind, execRefId, lastQty, lastPx, cumQty, transactTime } = report;
  const day = transactTime && dayOf(transactTime);
  const content = [kind, execRefId, lastQty?.toFixed(), lastPx?.toFixed(), cumQty?.toFixed(), day];
  return `${execId}~${content.map((part) => part ?? '').join('|')}`;
}

const contentOf = (event: OrderEvent): string =>
  [
    'execId' in event && event.execId,
    event.type,
    'lastQty' in event && event.lastQty?.toFixed(),
    'lastPx' in event && event.lastPx?.toFixed(),
  ]
    .filter(Boolean)
    .join(' ');
