import { createHash } from 'node:crypto';
import type { ExecutionReport } from '@ome/domain';
import { type KeptReport, type ReportKeys, UnmatchedReports } from '@ome/engine';
import type { Model } from 'mongoose';
import { fromBson, toBson } from '../bson';
import type { UnmatchedReportRecord } from './unmatched-report.schema';

export class MongoUnmatchedReports extends UnmatchedReports {
  constructor(private readonly model: Model<UnmatchedReportRecord>) {
    super();
  }

  async keep(report: ExecutionReport): Promise<void> {
    const { clOrdId, origClOrdId, brokerOrderId } = report;
    const _id = createHash('sha256').update(JSON.stringify(report)).digest('hex');
    const keys = [clOrdId, origClOrdId, brokerOrderId].filter((key) => key !== null);
    await this.model.updateOne(
      { _id },
      { $setOnInsert: { report: toBson(report), keys, receivedAt: new Date(), state: 'waiting' } },
      { upsert: true },
    );
  }

  async waitingFor({ orderIds, clOrdIds, brokerOrderIds }: ReportKeys): Promise<KeptReport[]> {
    const keys = [...orderIds, ...clOrdIds, ...brokerOrderIds];
    return this.kept(await this.model.find({ state: 'waiting', keys: { $in: keys } }).lean());
  }

  async waiting(limit: number): Promise<KeptReport[]> {
    const oldest = this.model.find({ state: 'waiting' }).sort({ receivedAt: 1 }).limit(limit);
    return this.kept(await oldest.lean());
  }

  async find(id: string): Promise<KeptReport | null> {
    const found = await this.model.findById(id).lean();
    return found ? this.kept([found])[0] : null;
  }

  async settle(id: string, orderId: string, by: string): Promise<void> {
    await this.model.updateOne({ _id: id }, { state: 'matched', orderId, matchedBy: by });
  }

  private kept(records: Pick<UnmatchedReportRecord, '_id' | 'report'>[]): KeptReport[] {
    return records.map(({ _id, report }) => ({
      id: _id,
      report: fromBson(report) as ExecutionReport,
    }));
  }
}
