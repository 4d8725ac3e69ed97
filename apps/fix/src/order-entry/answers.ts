import { ORD_STATUS_CODE, type Order, ordStatus } from '@ome/domain';
import type { Field, FixFields, FixMessage, FixVersion, OutgoingMessage } from '@ome/fix';
import type { InvalidRequest } from '@ome/order-entry';
import { executionReport, fixText } from '../reports/report-fields';
import type { ReportedOrder } from '../reports/reported-order';

/** As messages call the fields of an order. */
const FIELD_NAMES: Readonly<Record<string, string>> = {
  quantity: 'OrderQty (38)',
  expireAt: 'ExpireTime (126)',
  link: 'ExDestination (100)',
};

export const faultsText = ({ faults }: InvalidRequest): string =>
  faults.map(({ field, message }) => `${FIELD_NAMES[field] ?? field} ${message}`).join('; ');

/** Why an order was not taken. */
export interface OrderRejection {
  /** OrdRejReason (103). */
  reason: string;
  text: string;
  /** The order that had its ClOrdID before. */
  first?: Order | null;
}

/** An ExecutionReport of an order that was not taken. */
export function rejectedReport(
  version: FixVersion,
  asked: FixFields,
  execId: string,
  { reason, text, first = null }: OrderRejection,
  more: readonly Field[] = [],
): OutgoingMessage {
  const body: Field[] = [
    [37, first?.orderId ?? 'NONE'],
    [11, asked.get(11)],
    [17, execId],
    [20, version === 'FIX.4.2' ? '0' : null],
    [150, '8'],
    [39, first ? ORD_STATUS_CODE[ordStatus(first)] : '8'],
    [103, reason],
    [1, asked.get(1)],
    [55, asked.get(55)],
    [54, asked.get(54)],
    [38, asked.get(38)],
    [40, asked.get(40)],
    [151, 0],
    [14, 0],
    [6, 0],
    [60, asked.get(60)],
    [58, fixText(text)],
    ...more,
  ];
  return { type: '8', body };
}

/** An ExecutionReport that tells how an order stands, and that nothing happened. */
export function statusReport(
  version: FixVersion,
  message: FixMessage,
  order: Order,
): OutgoingMessage {
  const is42 = version === 'FIX.4.2';
  const ids = { clOrdId: message.get(11) ?? order.clOrdId, origClOrdId: null };
  return statusOf(version, order, ids, [[790, is42 ? null : message.get(790)]]);
}

/** The same under the names that the client knows the order by. */
export const reportedStatus = (
  version: FixVersion,
  { order, clOrdId, origClOrdId }: ReportedOrder,
  more: readonly Field[],
): OutgoingMessage => statusOf(version, order, { clOrdId, origClOrdId }, more);

function statusOf(
  version: FixVersion,
  order: Order,
  ids: Pick<ReportedOrder, 'clOrdId' | 'origClOrdId'>,
  more: readonly Field[],
): OutgoingMessage {
  const status = ORD_STATUS_CODE[ordStatus(order)];
  const body = executionReport(
    version,
    order,
    { execId: '0', ...ids },
    {
      execType: version === 'FIX.4.2' ? status : 'I',
      transType: '3',
      transactTime: order.updatedAt,
      text: order.reason,
      more,
    },
  );
  return { type: '8', body };
}

/**
 * An OrderMassCancelReport (r).
 *
 * @param canceled how many orders are asked to be canceled; why none are
 */
export function massCancelReport(
  version: FixVersion,
  message: FixMessage,
  id: string,
  canceled: number | { text: string },
): OutgoingMessage {
  const isRefused = typeof canceled === 'object';
  return {
    type: 'r',
    body: [
      [11, message.get(11)],
      [37, id],
      [1369, version === 'FIX.5.0SP2' ? id : null],
      [530, message.get(530)],
      [531, isRefused ? '0' : message.get(530)],
      [532, isRefused ? '0' : null],
      [533, isRefused ? null : canceled],
      [58, isRefused ? canceled.text : null],
    ],
  };
}

/** An OrderCancelReject (9) of a request that was refused at once. */
export function cancelReject(
  message: FixMessage,
  order: Order | null,
  responseTo: '1' | '2',
  reason: string,
  text: string,
): OutgoingMessage {
  return {
    type: '9',
    body: [
      [37, order?.orderId ?? 'NONE'],
      [198, order?.brokerOrderId],
      [11, message.get(11)],
      [41, message.get(41)],
      [39, order ? ORD_STATUS_CODE[ordStatus(order)] : '8'],
      [1, order?.account ?? message.get(1)],
      [434, responseTo],
      [102, reason],
      [58, fixText(text)],
    ],
  };
}

/** A BusinessMessageReject (j). */
export const businessReject = (
  message: FixMessage,
  reason: string,
  text: string,
): OutgoingMessage => ({
  type: 'j',
  body: [
    [45, message.seq],
    [372, message.type],
    [380, reason],
    [58, text],
  ],
});
