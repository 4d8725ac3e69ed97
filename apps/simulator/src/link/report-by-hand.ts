import { ZERO, parseDecimal } from '../exact-decimal';
import { Malformed } from '../malformed';
import type { ClosedStatus } from '../venue/venue-order';
import { orderFields, type FixFields } from './execution-report';
import type { LinkOrder } from './link-order';

/** ExecTypes that are also the OrdStatus of the order while they hold. */
const SHOWN_AS_STATUS = '679ABE';
const CLOSING = '348C';

/**
 * A report made by a test: what the venue knows of the order with the given fields over it; null
 * omits a field. The book follows fills, busts, corrections and closings, so that later reports
 * agree with it; `newFill` says that it gained a fill.
 */
export function reportByHand(
  order: LinkOrder | undefined,
  execId: string,
  fields: FixFields,
): { report: FixFields; newFill: boolean } {
  const given: FixFields = { MsgType: '8', ExecID: execId, ExecType: 'I', ...fields };
  if (given.MsgType === '9') {
    // An OrderCancelReject is not an execution.
    given.ExecID = fields.ExecID;
    given.ExecType = fields.ExecType;
  }
  const newFill = order !== undefined && apply(order, given);
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

/** Updates the book from the report; true if that books a new fill. */
function apply(order: LinkOrder, report: FixFields): boolean {
  const execType = String(report.ExecType);
  if (CLOSING.includes(execType)) order.closedAs = execType as ClosedStatus;
  if (execType === 'H') order.book(String(report.ExecRefID), ZERO, ZERO);
  if (execType !== 'F' && execType !== 'G') return false;

  const quantity = parseDecimal(report.LastQty);
  const price = parseDecimal(report.LastPx);
  if (!quantity || !price) throw new Malformed('LastQty and LastPx must be numbers');
  const execId = String(execType === 'G' ? report.ExecRefID : report.ExecID);
  const known = order.hasFill(execId);
  // A repeated trade is sent again but is not a new one.
  if (execType === 'G' || !known) order.book(execId, quantity, price);
  return execType === 'F' && !known;
}
