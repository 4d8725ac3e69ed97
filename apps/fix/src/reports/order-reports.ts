import {
  ORD_STATUS_CODE,
  type Order,
  type OrderEvent,
  OrdStatus,
  ordStatus,
  type ReportFields,
} from '@ome/domain';
import { fieldsText, type FixVersion, type OutgoingMessage } from '@ome/fix';
import { executionReport, fixText, type ReportFacts, type ReportIds } from './report-fields';
import { execIdOf, isPending, type ReportedOrder } from './reported-order';

/** ExecType (150) of the events that say nothing but their name. */
const STATE_EXEC_TYPES: Readonly<Partial<Record<OrderEvent['type'], string>>> = {
  AcceptedForBidding: '0',
  New: '0',
  Rejected: '8',
  Canceled: '4',
  CanceledUnsent: '4',
  Expired: 'C',
  DoneForDay: '3',
  Suspended: '9',
  Stopped: '7',
  Calculated: 'B',
};

/** FIX 4.2 says by ExecType whether a fill completes the order. */
const fillType = (version: FixVersion, order: Order): string =>
  version !== 'FIX.4.2' ? 'F' : ordStatus(order) === OrdStatus.Filled ? '2' : '1';

/**
 * What a counterparty is told of one event; nothing of events that concern the sending alone.
 *
 * @param before null for the event that opens the order
 */
export function reportsOf(
  version: FixVersion,
  event: OrderEvent,
  before: ReportedOrder | null,
  after: ReportedOrder,
): OutgoingMessage[] {
  if (event.type === 'ReplaceRejected' || event.type === 'CancelRejected') {
    return [cancelReject(event, before, after)];
  }
  const facts = factsOf(version, event, after);
  if (!facts) return [];
  const body = executionReport(version, after.order, idsOf(event, before, after), facts);
  return [{ type: '8', body }];
}

/** The same of a report however often it is made: its ExecID (17), or all of it where it has none. */
export function reportKey({ type, body }: Pick<OutgoingMessage, 'type' | 'body'>): string {
  const text = typeof body === 'string' ? body : fieldsText(body);
  const execId = text.split('\x01').find((field) => field.startsWith('17='));
  return execId ?? `${type} ${text}`;
}

/** Of a request that is under way: its own ids. Of what it came to, and of all else: the order's. */
function idsOf(event: OrderEvent, before: ReportedOrder | null, after: ReportedOrder): ReportIds {
  const execId = execIdOf(event);
  if (event.type === 'ReplaceRequested' || event.type === 'CancelRequested') {
    const ids = after.pending.get(event.clOrdId);
    if (ids) return { execId, ...ids };
  }
  const isAccepted = before !== null && before.clOrdId !== after.clOrdId;
  const { clOrdId, origClOrdId } = after;
  return { execId, clOrdId, origClOrdId: isAccepted ? origClOrdId : null };
}

function factsOf(
  version: FixVersion,
  event: OrderEvent,
  { order, execIds, pending }: ReportedOrder,
): ReportFacts | null {
  const is42 = version === 'FIX.4.2';
  const status = ORD_STATUS_CODE[ordStatus(order)];
  const facts = {
    transactTime: ('transactTime' in event && event.transactTime) || event.at,
    text: 'text' in event ? event.text : null,
  };
  switch (event.type) {
    case 'NewOrder':
      if (event.withheld === undefined) return { ...facts, execType: 'A' };
      return { ...facts, execType: '8', text: event.withheld, more: [[103, rejectReason(is42)]] };
    case 'ReplaceRequested':
      return { ...facts, execType: isPending(order, event) ? 'E' : '5' };
    case 'CancelRequested':
      return { ...facts, execType: '6' };
    case 'PendingCancel':
    case 'PendingReplace': {
      // Of the client's own request it was told when that was taken.
      if (event.clOrdId !== null && pending.has(event.clOrdId)) return null;
      return { ...facts, execType: event.type === 'PendingCancel' ? '6' : 'E' };
    }
    case 'Trade': {
      const { lastQty, lastPx, exchange: lastMkt, execId } = event;
      const execType = fillType(version, order);
      return { ...facts, execType, lastQty, lastPx, lastMkt, venueExecId: execId };
    }
    case 'TradeCancel':
      return { ...facts, ...amendment(is42, '1', 'H', status, event, execIds) };
    case 'TradeCorrect': {
      const { lastQty, lastPx } = event;
      return { ...facts, ...amendment(is42, '2', 'G', status, event, execIds), lastQty, lastPx };
    }
    case 'Replaced': {
      // FIX 4.2 has a status of its own for it, which an order without fills shows.
      const isReplaced = is42 && ordStatus(order) === OrdStatus.New;
      return { ...facts, execType: '5', ...(isReplaced && { status: '5' }) };
    }
    case 'Restated':
      return { ...facts, execType: 'D', more: [[378, restatementReason(is42, event)]] };
    case 'Rejected':
      return { ...facts, execType: '8', more: [[103, rejectReason(is42)]] };
    default: {
      const execType = STATE_EXEC_TYPES[event.type];
      return execType === undefined ? null : { ...facts, execType };
    }
  }
}

/** OrdRejReason (103): other, which FIX 4.2 does not know; the broker's option there. */
const rejectReason = (is42: boolean): string => (is42 ? '0' : '99');

/** ExecRestatementReason (378): other, which FIX 4.2 does not know; the broker's option there. */
function restatementReason(
  is42: boolean,
  { corporateAction }: { corporateAction: boolean },
): string {
  if (corporateAction) return '0';
  return is42 ? '4' : '99';
}

function amendment(
  is42: boolean,
  transType: string,
  execType: string,
  status: string,
  { execId, execRefId }: { execId: string | null; execRefId: string },
  execIds: ReadonlyMap<string, string>,
): Pick<ReportFacts, 'execType' | 'transType' | 'execRefId' | 'venueExecId'> {
  const refersTo = execIds.get(execRefId) ?? execRefId;
  return {
    execType: is42 ? status : execType,
    transType,
    execRefId: refersTo,
    venueExecId: execId,
  };
}

/** An OrderCancelReject (9). */
function cancelReject(
  event: OrderEvent & ReportFields,
  before: ReportedOrder | null,
  { order, clOrdId }: ReportedOrder,
): OutgoingMessage {
  const request = before?.pending.get(event.clOrdId ?? '');
  return {
    type: '9',
    body: [
      [37, order.orderId],
      [198, order.brokerOrderId],
      [11, request?.clOrdId ?? event.clOrdId ?? clOrdId],
      [41, request?.origClOrdId ?? clOrdId],
      [39, ORD_STATUS_CODE[ordStatus(order)]],
      [1, order.account],
      [434, event.type === 'CancelRejected' ? '1' : '2'],
      // The broker's option.
      [102, '2'],
      [58, fixText(event.text)],
    ],
  };
}
