import type { Page } from '@ome/contracts';
import {
  type Difference,
  type DifferenceFilter,
  type DifferenceKind,
  Differences,
  type KnownDifference,
} from '@ome/engine';
import { derivedId } from '@ome/platform';
import type { Model, QueryFilter } from 'mongoose';
import { decodeCursor, encodeCursor } from '../page-cursor';
import type { DifferenceRecord } from './difference.schema';

export class MongoDifferences extends Differences {
  constructor(private readonly model: Model<DifferenceRecord>) {
    super();
  }

  async note(
    session: { link: string; session: string },
    at: Date,
    found: readonly Difference[],
  ): Promise<void> {
    const writes = found.map((difference) => {
      // A booked difference is settled at once; the next one is a new difference.
      const settledAt = difference.kind === 'booked' ? at : null;
      const filter = { _id: idOf(session, difference, at) };
      const update = {
        $set: { ...session, ...difference, lastSeenAt: at, settledAt },
        $setOnInsert: { firstSeenAt: at },
      };
      return { updateOne: { filter, update, upsert: true } };
    });
    if (writes.length > 0) await this.model.bulkWrite(writes, { ordered: false });
    const gone = { ...session, settledAt: null, lastSeenAt: { $lt: at } };
    await this.model.updateMany(gone, { settledAt: at });
  }

  async page(
    { open, ...equal }: DifferenceFilter,
    cursor: string | null,
    limit: number,
  ): Promise<Page<KnownDifference>> {
    const given = Object.entries(equal).filter(([, value]) => value !== undefined);
    const filter = {
      ...Object.fromEntries(given),
      ...(open !== undefined && { settledAt: open ? null : { $ne: null } }),
      ...(cursor !== null && afterCursor(cursor)),
    } as QueryFilter<DifferenceRecord>;
    const found = await this.model
      .find(filter)
      .sort({ firstSeenAt: -1, _id: -1 })
      .limit(limit + 1)
      .lean();
    const items = found.slice(0, limit).map(viewOf);
    const last = found.length > limit ? found[limit - 1] : undefined;
    return {
      items,
      nextCursor: last ? encodeCursor(String(last.firstSeenAt.getTime()), last._id) : null,
    };
  }
}

const idOf = (
  { link, session }: { link: string; session: string },
  { kind, orderId, brokerOrderId, exchange, symbol, product, done }: Difference,
  at: Date,
): string => {
  const subject = orderId ?? brokerOrderId ?? [exchange, symbol, product ?? ''].join(' ').trim();
  const once = kind === 'booked' ? [at.toISOString(), done] : [];
  return derivedId('difference', link, session, kind, subject, ...once);
};

const viewOf = ({ _id, ...record }: DifferenceRecord): KnownDifference => ({
  ...record,
  id: _id,
  kind: record.kind as DifferenceKind,
  firstSeenAt: record.firstSeenAt.toISOString(),
  lastSeenAt: record.lastSeenAt.toISOString(),
  settledAt: record.settledAt?.toISOString() ?? null,
});

function afterCursor(cursor: string): QueryFilter<DifferenceRecord> {
  const [time, id] = decodeCursor(cursor, /^\d{1,15}$/, /^[0-9a-f]{24}$/);
  const firstSeenAt = new Date(Number(time));
  const before = [{ firstSeenAt: { $lt: firstSeenAt } }, { firstSeenAt, _id: { $lt: id } }];
  return { $or: before };
}
