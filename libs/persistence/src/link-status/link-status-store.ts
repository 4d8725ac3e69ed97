import type { Model } from 'mongoose';
import type { LinkStatusRecord } from './link-status.schema';

export type LinkStatus = Omit<LinkStatusRecord, '_id'> & { worker: string };

/** What each worker says of the links that it sends to. */
export class LinkStatusStore {
  constructor(private readonly model: Model<LinkStatusRecord>) {}

  async report({ worker, ...status }: LinkStatus): Promise<void> {
    const _id = idOf(status.link, worker);
    await this.model.updateOne({ _id }, status, { upsert: true });
  }

  async withdraw(link: string, worker: string): Promise<void> {
    await this.model.deleteOne({ _id: idOf(link, worker) });
  }

  async all(): Promise<LinkStatus[]> {
    const records = await this.model.find().sort({ _id: 1 }).lean();
    return records.map(({ _id, ...status }) => ({
      ...status,
      worker: _id.slice(status.link.length + 1),
    }));
  }
}

const idOf = (link: string, worker: string): string => `${link}@${worker}`;
