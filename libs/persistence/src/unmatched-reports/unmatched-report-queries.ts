import type { Page } from '@ome/contracts';
import type { KeptReport } from '@ome/engine';
import type { Model } from 'mongoose';
import { oldestFirst } from '../oldest-first';
import { keptReport } from './kept-report';
import type { UnmatchedReportRecord } from './unmatched-report.schema';

/** Queries reports that wait for an order or for ops, oldest first. */
export class UnmatchedReportQueries {
  constructor(private readonly model: Model<UnmatchedReportRecord>) {}

  page(cursor: string | null, limit: number): Promise<Page<KeptReport>> {
    const filter = { state: { $in: ['waiting', 'held'] } };
    return oldestFirst(this.model, { filter, field: 'receivedAt', cursor, limit }, keptReport);
  }
}
