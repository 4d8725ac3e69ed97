import { ZERO, parseDecimal } from '../exact-decimal';
import { Malformed } from '../malformed';
import type { ClosedStatus } from '../venue/venue-order';
import { orderFields, type FixFields } from './execution-report';
import type { LinkOrder } from './link-order';

/** ExecTypes that are also the OrdStatus an order shows by them, for as long as they hold. */
const SHOWN_AS_STATUS = '679ABE';
const CLOSING = '348C';

/**
 * A report made by a test: what the venue knows of the order with the given fields over it, a null
 * leaving a field out. The book follows fills, busts, corrections and closings, so that later
 * reports agree with it; `newFill` says that it holds one fill more.
 */
export function reportByHand(
  order: LinkOrder | undefined,
  execId: string,
  fields: FixFields,
): { report: FixFields; newFill: boolean } {
  const given: FixFields = { MsgType: '8', ExecID: execId, ExecType: 'I', ...fields };
  if (given.MsgType === '9') {
    // An OrderCancelReject is no execution.
    given.ExecID = fields.ExecID;
    given.ExecType = fields.ExecType;
  }
  const newFill = order !== undefined && follow(order, given);
  const execType = String(given.ExecType);
  const report: FixFields = {
    ...(order && orderFields(order)),
    ...(SHOWN_AS_STATUS.includes(execType) && { OrdStatus: execType }),
    TransactTime: new Date().toISOString(),
    ...given,
  };
  for (const [name, value] of Object.entries(report)) {
    if (value === null) delete report[name];
  }
  return { report, newFill };
}

/** Brings the book up to the report; true where it books a fill it did not hold. */
function follow(order: LinkOrder, report: FixFields): boolean {
  const execType = String(report.ExecType);
  if (CLOSING.includes(execType)) order.closedAs = execType as ClosedStatus;
  if (execType === 'H') order.book(String(report.ExecRefID), ZERO, ZERO);
  if (execType !== 'F' && execType !== 'G') return false;

  const quantity = parseDecimal(report.LastQty);
  const price = parseDecimal(report.LastPx);
  if (!quantity || !price) throw new Malformed('LastQty and LastPx must be numbers');
  const execId = String(execType === 'G' ? report.ExecRefID : report.ExecID);
  const known = order.hasFill(execId);
  // A repeated trade is sent again but is not another one.
  if (execType === 'G' || !known) order.book(execId, quantity, price);
  return execType === 'F' && !known;
}
