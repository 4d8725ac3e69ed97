import { isOpen } from '@ome/domain';
import type { Journal } from '@ome/engine';
import type { Answer, Field, FixMessage, FixVersion, OutgoingMessage } from '@ome/fix';
import { type ReportedEvents, reportedHistory } from '../reports/reported-events';
import type { ReportedOrder } from '../reports/reported-order';
import { businessReject, reportedStatus } from './answers';

/** More are asked for by account, symbol or side. */
const MAX_REPORTS = 1_000;

/**
 * Answers an OrderMassStatusRequest (AF): a report of each order that is open and was entered by
 * `by`. TotNumReports (911) says how many there are, LastRptRequested (912) marks the last.
 */
export async function massStatusReports(
  version: FixVersion,
  message: FixMessage,
  orderIds: AsyncIterable<string>,
  by: string | null,
  journal: Pick<Journal, 'read'>,
  told: Pick<ReportedEvents, 'newer'>,
): Promise<Answer[]> {
  const orders: ReportedOrder[] = [];
  for await (const orderId of orderIds) {
    const reported = reportedHistory(await journal.read(orderId));
    if (reported?.enteredBy !== by || !isOpen(reported.order)) continue;
    if (orders.length === MAX_REPORTS) return [tooMany(message)];
    orders.push(reported);
  }
  if (orders.length === 0) return [noneOpen(message)];
  return orders.map(
    (reported, index) => () =>
      reportedStatus(version, told.newer(reported.order) ?? reported, [
        [584, message.get(584)],
        [911, orders.length],
        [912, index === orders.length - 1 ? 'Y' : 'N'],
      ]),
  );
}

const tooMany = (message: FixMessage): OutgoingMessage =>
  businessReject(
    message,
    '0',
    `More than ${MAX_REPORTS} orders are open: ask by Account (1), Symbol (55) or Side (54)`,
  );

function noneOpen(message: FixMessage): OutgoingMessage {
  const body: Field[] = [
    [37, 'NONE'],
    [584, message.get(584)],
    [911, 0],
    [912, 'Y'],
    [17, '0'],
    [150, 'I'],
    [39, '8'],
    [103, '5'],
    [55, message.get(55) ?? '[N/A]'],
    // Undisclosed.
    [54, message.get(54) ?? '7'],
    [151, 0],
    [14, 0],
    [6, 0],
    [58, 'No order is open'],
  ];
  return { type: '8', body };
}
