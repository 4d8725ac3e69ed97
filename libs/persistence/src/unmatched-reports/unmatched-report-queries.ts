import type { Page } from '@ome/contracts';
import type { ExecutionReport } from '@ome/domain';
import type { Model } from 'mongoose';
import { fromBson } from '../bson';
import { oldestFirst } from '../oldest-first';
import type { UnmatchedReportRecord } from './unmatched-report.schema';

export interface UnmatchedReport {
  id: string;
  receivedAt: Date;
  report: ExecutionReport;
}

/** Reports that wait for an order, oldest first. */
export class UnmatchedReportQueries {
  constructor(private readonly model: Model<UnmatchedReportRecord>) {}

  page(cursor: string | null, limit: number): Promise<Page<UnmatchedReport>> {
    return oldestFirst(
      this.model,
      { filter: { state: 'waiting' }, field: 'receivedAt', cursor, limit },
      ({ _id: id, receivedAt, report }) => ({
        id,
        receivedAt,
        report: fromBson(report) as ExecutionReport,
      }),
    );
  }
}
