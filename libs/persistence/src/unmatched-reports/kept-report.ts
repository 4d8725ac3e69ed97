import type { ExecutionReport } from '@ome/domain';
import type { KeptReport } from '@ome/engine';
import { fromBson } from '../bson';
import type { UnmatchedReportRecord } from './unmatched-report.schema';

/** Earlier versions kept only reports of unknown orders. */
export const keptReport = ({ _id, report, ...kept }: UnmatchedReportRecord): KeptReport => ({
  id: _id,
  receivedAt: kept.receivedAt,
  keptFor: kept.keptFor ?? 'unknown',
  comment: kept.comment ?? 'Order does not exist',
  report: report && (fromBson(report) as ExecutionReport),
  body: kept.body ?? null,
  orderId: kept.orderId ?? null,
});
