import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { LinkStatusRecord } from '@ome/persistence';
import type { Model } from 'mongoose';

/** A worker that said nothing for this long is taken for gone. */
const FRESH_MS = 15_000;

export interface LinkStatusView {
  link: string;
  worker: string;
  state: 'up' | 'down' | 'unknown';
  lastError: string | null;
  since: string;
}

/** The execution links as each worker sees them. */
@Injectable()
export class LinkStatuses {
  constructor(
    @InjectModel(LinkStatusRecord.name) private readonly model: Model<LinkStatusRecord>,
  ) {}

  /** A worker that is gone is spoken of only where no other one looks after its link. */
  async all(): Promise<LinkStatusView[]> {
    const records = await this.model.find().lean();
    const stale = Date.now() - FRESH_MS;
    const views = records.map(
      ({ _id, link, up, lastError, since, reportedAt }): LinkStatusView => ({
        link,
        worker: _id.slice(link.length + 1),
        state: reportedAt.getTime() < stale ? 'unknown' : up ? 'up' : 'down',
        lastError,
        since: since.toISOString(),
      }),
    );
    const known = new Set(views.flatMap(({ link, state }) => (state === 'unknown' ? [] : link)));
    return views.filter(({ link, state }) => state !== 'unknown' || !known.has(link));
  }
}
