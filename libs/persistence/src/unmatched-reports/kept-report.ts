import type { ExecutionReport } from '@ome/domain';
import type { KeptReport } from '@ome/engine';
import { fromBson } from '../bson';
import type { UnmatchedReportRecord } from './unmatched-report.schema';

/** What earlier versions kept were reports of orders that nobody knew, and only those. */
export const keptReport = ({ _id, report, ...kept }: UnmatchedReportRecord): KeptReport => ({
  id: _id,
  receivedAt: kept.receivedAt,
  keptFor: kept.keptFor ?? 'unknown',
  comment: kept.comment ?? 'Order does not exist',
  report: report && (fromBson(report) as ExecutionReport),
  body: kept.body ?? null,
  orderId: kept.orderId ?? null,
});
