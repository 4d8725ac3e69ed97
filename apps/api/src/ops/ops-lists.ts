import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import {
  decodeCursor,
  encodeCursor,
  fromBson,
  UndeliveredMessageRecord,
  UnmatchedReportRecord,
} from '@ome/persistence';
import type { Model } from 'mongoose';
import { plainJson } from '../orders/plain-json';

/** Reports and messages that wait for something, oldest first. */
@Injectable()
export class OpsLists {
  constructor(
    @InjectModel(UnmatchedReportRecord.name)
    private readonly reports: Model<UnmatchedReportRecord>,
    @InjectModel(UndeliveredMessageRecord.name)
    private readonly messages: Model<UndeliveredMessageRecord>,
  ) {}

  async unmatchedReports(cursor: string | null, limit: number) {
    const found = await this.reports
      .find({ state: 'waiting', ...behind('receivedAt', cursor) })
      .sort({ receivedAt: 1, _id: 1 })
      .limit(limit + 1)
      .lean();
    return pageOf(found, limit, 'receivedAt', ({ _id: id, receivedAt, report }) => ({
      id,
      receivedAt,
      report: plainJson(fromBson(report)),
    }));
  }

  async undelivered(cursor: string | null, limit: number) {
    const found = await this.messages
      .find(behind('since', cursor))
      .sort({ since: 1, _id: 1 })
      .limit(limit + 1)
      .lean();
    return pageOf(found, limit, 'since', ({ _id: id, ...message }) => ({ id, ...message }));
  }

  /** Makes one message, or all, due now; how many there were. */
  async retryUndelivered(id?: string): Promise<number> {
    const which = id === undefined ? {} : { _id: id };
    const updated = await this.messages.updateMany(which, { nextAttemptAt: new Date() });
    return updated.matchedCount;
  }
}

function behind(field: string, cursor: string | null) {
  if (cursor === null) return {};
  const [time, _id] = decodeCursor(cursor, /^\d{1,15}$/, /^.{1,300}$/s);
  const at = new Date(Number(time));
  return { $or: [{ [field]: { $gt: at } }, { [field]: at, _id: { $gt: _id } }] };
}

function pageOf<T extends { _id: string }, V>(
  found: T[],
  limit: number,
  field: keyof T,
  view: (item: T) => V,
): { items: V[]; nextCursor: string | null } {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const more = found.length > limit && last;
  return {
    items: items.map(view),
    nextCursor: more ? encodeCursor(String((last[field] as Date).getTime()), last._id) : null,
  };
}
