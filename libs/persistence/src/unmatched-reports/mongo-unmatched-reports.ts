import { createHash } from 'node:crypto';
import {
  type KeptReport,
  type MatchableReport,
  type ReportKeys,
  type ReportPlace,
  type ReportToKeep,
  UnmatchedReports,
} from '@ome/engine';
import type { Model } from 'mongoose';
import { toBson } from '../bson';
import { keptReport } from './kept-report';
import type { UnmatchedReportRecord } from './unmatched-report.schema';

const NOT_SETTLED = { state: { $in: ['waiting', 'held'] } } as const;

export class MongoUnmatchedReports extends UnmatchedReports {
  constructor(private readonly model: Model<UnmatchedReportRecord>) {
    super();
  }

  async keep({
    keptFor,
    comment,
    report,
    body,
    content = body ?? '',
  }: ReportToKeep): Promise<string> {
    const { clOrdId = null, origClOrdId = null, brokerOrderId = null } = report ?? {};
    const identity = report ? JSON.stringify(report) : content;
    const _id = createHash('sha256').update(identity).digest('hex');
    const keys = [clOrdId, origClOrdId, brokerOrderId].filter((key) => key !== null);
    const state = keptFor === 'unknown' ? 'waiting' : 'held';
    const kept = { report: toBson(report), body, keys, keptFor, comment, state };
    await this.model.updateOne(
      { _id },
      { $setOnInsert: { ...kept, receivedAt: new Date() } },
      { upsert: true },
    );
    return _id;
  }

  async waitingFor({ orderIds, clOrdIds, brokerOrderIds }: ReportKeys): Promise<MatchableReport[]> {
    const keys = [...orderIds, ...clOrdIds, ...brokerOrderIds];
    return this.matchable({ keys: { $in: keys } }, 0);
  }

  async waiting(limit: number, after: ReportPlace | null): Promise<MatchableReport[]> {
    if (!after) return this.matchable({}, limit);
    const { receivedAt, id } = after;
    const later = [{ receivedAt: { $gt: receivedAt } }, { receivedAt, _id: { $gt: id } }];
    return this.matchable({ receivedAt: { $gte: receivedAt }, $or: later }, limit);
  }

  async find(id: string): Promise<KeptReport | null> {
    const found = await this.model.findOne({ _id: id, state: { $ne: 'dismissed' } }).lean();
    return found && keptReport(found);
  }

  async hold(id: string, comment: string): Promise<void> {
    const held = { state: 'held', keptFor: 'contradiction', comment };
    await this.model.updateOne({ _id: id, state: 'waiting' }, held);
  }

  async claim(id: string, orderId: string): Promise<boolean> {
    const free = { _id: id, ...NOT_SETTLED, claimedFor: { $in: [null, orderId] } };
    const { matchedCount } = await this.model.updateOne(free, { claimedFor: orderId });
    return matchedCount === 1;
  }

  async release(id: string): Promise<void> {
    await this.model.updateOne({ _id: id, ...NOT_SETTLED }, { claimedFor: null });
  }

  async settle(id: string, orderId: string, by: string): Promise<void> {
    await this.model.updateOne({ _id: id }, { state: 'matched', orderId, matchedBy: by });
  }

  async dismiss(id: string, by: string): Promise<boolean> {
    const free = { _id: id, ...NOT_SETTLED, claimedFor: null };
    const { matchedCount } = await this.model.updateOne(free, {
      state: 'dismissed',
      matchedBy: by,
    });
    return matchedCount === 1;
  }

  /** A report that is being booked by hand is not matched. */
  private async matchable(filter: object, limit: number): Promise<MatchableReport[]> {
    const found = await this.model
      .find({ ...filter, state: 'waiting', claimedFor: null })
      .sort({ receivedAt: 1, _id: 1 })
      .limit(limit)
      .lean();
    return found
      .map(keptReport)
      .flatMap(({ id, receivedAt, report }) => (report ? [{ id, receivedAt, report }] : []));
  }
}
