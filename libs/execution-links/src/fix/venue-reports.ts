import type { FixLinkTerms } from '@ome/contracts';
import { type FixMessage, REPORT_TAGS } from '@ome/fix';
import { ourClOrdId } from './cl-ord-ids';

/** Fields of a report by their FIX names. */
export type VenueReport = Readonly<Record<string, string>>;

const TAGS = Object.entries(REPORT_TAGS);
/** What venues write where they have no id. */
const NO_ID = new Set(['', '0', 'NONE', '[N/A]', 'N/A']);

/** ExecutionReport (8) or OrderCancelReject (9), with our own ids in place of the venue's form of them. */
export function venueReport(
  message: FixMessage,
  { shortClOrdIds }: Pick<FixLinkTerms, 'shortClOrdIds'>,
): VenueReport {
  const report: Record<string, string> = { MsgType: message.type };
  for (const [name, tag] of TAGS) {
    const value = message.get(tag);
    if (value !== undefined) report[name] = value;
  }
  for (const name of ['ClOrdID', 'OrigClOrdID']) {
    if (name in report) report[name] = ourClOrdId(report[name], shortClOrdIds);
  }
  if (NO_ID.has(report.OrderID)) delete report.OrderID;
  if (isStatus(message) && NO_ID.has(report.ExecID ?? '')) {
    // It is no execution: the same status again is the same report.
    report.ExecID = `status|${[39, 14, 151, 38, 44].map((tag) => message.get(tag)).join('|')}`;
  }
  return report;
}

/** Whether it answers a request for the status of an order. */
export const isStatus = (message: FixMessage): boolean =>
  message.get(150) === 'I' || message.get(20) === '3';

/** Whether such an answer says that the venue does not know the order. */
export const isUnknown = (message: FixMessage): boolean =>
  message.get(39) === '8' && (message.get(103) === '5' || NO_ID.has(message.get(37) ?? ''));

/** Whether it rejects an order, or a change, because its ClOrdID was used before. */
export function isUsedBefore(message: FixMessage): boolean {
  if (message.type === '9') return message.get(102) === '6';
  return message.get(150) === '8' && message.get(103) === '6';
}

/** A message that the venue did not take, as the report that other links send of it. */
export function refusedReport(
  type: string,
  wireId: string,
  text: string,
  venue: Pick<FixLinkTerms, 'shortClOrdIds'>,
): VenueReport {
  const ClOrdID = ourClOrdId(wireId, venue.shortClOrdIds);
  if (type === 'D') {
    const status = { ExecType: '8', OrdStatus: '8' };
    return { MsgType: '8', ClOrdID, ExecID: `refused|${wireId}`, ...status, Text: text };
  }
  return { MsgType: '9', ClOrdID, CxlRejResponseTo: type === 'F' ? '1' : '2', Text: text };
}
