import type { BookByHandRequest } from '@ome/contracts';
import { type Alert, AlertCode, decimalText, type ExecutionReport } from '@ome/domain';
import { DEFAULT_LINK, type KeptReport } from '@ome/engine';
import type { MarketTime } from '@ome/platform';
import { parseExecutionReport } from '@ome/execution-links';
import { InvalidRequest } from '@ome/order-entry';

/**
 * A kept report, completed with the fields that ops entered.
 *
 * @throws InvalidRequest naming a field that is still missing
 */
export function completedReport(
  kept: KeptReport,
  booking: BookByHandRequest,
  marketTime: MarketTime,
): ExecutionReport {
  const { orderId, reason, ...typed } = booking;
  const own = kept.body === null ? fixFields(kept.report!) : fieldsOf(kept.body);
  const given = Object.entries(typed).filter(([, value]) => value !== undefined);
  // Its own ClOrdID says which request of the order it answers.
  const isOwn = typeof own.ClOrdID === 'string' && own.ClOrdID.startsWith(orderId);
  const ids = { ClOrdID: isOwn ? own.ClOrdID : orderId };
  const fields = { ...own, ...Object.fromEntries(given), ...ids };
  const isFull = 'ExecType' in fields || 'MsgType' in fields || 'ExecTransType' in fields;
  const execId = { ExecID: `ops|${kept.id}` };
  const read = parseExecutionReport(
    isFull ? { ...execId, ...withoutEmpty(fields) } : fields,
    kept.report?.link ?? DEFAULT_LINK,
    marketTime,
    () => execId.ExecID,
  );
  if (!read.readable) throw new InvalidRequest([read.fault]);
  const byHand: Alert = { code: AlertCode.BookedByHand, reported: reason };
  const alerts = [...(read.report.alerts ?? []), byHand];
  // By choosing the order, ops decided the contradiction.
  const exchange = kept.keptFor === 'contradiction' ? null : read.report.exchange;
  return { ...read.report, exchange, alerts };
}

const withoutEmpty = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== ''));

/**
 * The oldest form nests its fill: flattens it like the full form, so that each field has one name.
 */
function fieldsOf(body: string): Record<string, unknown> {
  const fields = JSON.parse(body) as Record<string, unknown>;
  if (!('fill' in fields)) return fields;
  const fill = (fields.fill ?? {}) as Record<string, unknown>;
  return {
    ExecType: 'F',
    ExecID: fill.fill_id,
    LastQty: fill.qtydone,
    LastPx: fill.price,
    Exchange: fill.exchange_id,
  };
}

/** The FIX fields of a report that did not come through the execution endpoint. */
function fixFields(report: ExecutionReport): Record<string, unknown> {
  const amount = (value: ExecutionReport['lastQty']) => value && decimalText(value);
  const fields = {
    ...(report.kind === 'CancelReject' ? { MsgType: '9' } : { ExecType: report.kind }),
    OrderID: report.brokerOrderId,
    ExecID: report.execId,
    ExecRefID: report.execRefId,
    OrdStatus: report.ordStatus,
    LastQty: amount(report.lastQty),
    LastPx: amount(report.lastPx),
    CumQty: amount(report.cumQty),
    OrderQty: amount(report.orderQty),
    Price: amount(report.price),
    StopPx: amount(report.stopPrice),
    OrdType: report.ordType,
    TimeInForce: report.timeInForce,
    Exchange: report.exchange,
    Text: report.text,
    TransactTime: report.transactTime?.toISOString(),
  };
  return withoutEmpty(fields) as Record<string, unknown>;
}
