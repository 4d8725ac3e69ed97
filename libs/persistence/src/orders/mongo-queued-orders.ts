import { type EndingCommand, type QueuedCommand, QueuedOrders } from '@ome/engine';
import type { mongo } from 'mongoose';
import type { OutstandingWork } from './order.document';

interface QueuedDocument {
  _id: string;
  work: OutstandingWork;
}

const QUEUED = { 'work.state': 'queued' } as const;

export class MongoQueuedOrders extends QueuedOrders {
  constructor(private readonly orders: mongo.Collection<{ _id: string }>) {
    super();
  }

  async isAny(): Promise<boolean> {
    return (await this.orders.findOne(QUEUED, { projection: { _id: 1 } })) !== null;
  }

  /** Of both kinds the index has one part, and MongoDB merges the two. */
  async requested(
    link: string,
    kinds: readonly ('new' | 'replace')[],
    before: Date,
    after: QueuedCommand | null,
    limit: number,
  ): Promise<QueuedCommand[]> {
    const kind = kinds.length === 1 ? kinds[0] : { $in: [...kinds] };
    const asked = { link, ...QUEUED, 'work.kind': kind, 'work.since': { $lt: before } };
    const filter = after ? { $and: [asked, laterThan('work.since', after.since, after)] } : asked;
    const found = await this.page(filter, { 'work.since': 1, _id: 1 }, limit);
    return found.map(({ _id: orderId, work: { since } }) => ({ orderId, since }));
  }

  async ended(
    link: string,
    now: Date,
    after: EndingCommand | null,
    limit: number,
  ): Promise<EndingCommand[]> {
    const asked = { link, ...QUEUED, 'work.endsAt': { $lte: now } };
    const filter = after ? { $and: [asked, laterThan('work.endsAt', after.endsAt, after)] } : asked;
    const found = await this.page(filter, { 'work.endsAt': 1, _id: 1 }, limit);
    return found.map(({ _id: orderId, work: { since, endsAt } }) => {
      return { orderId, since, endsAt: endsAt! };
    });
  }

  private page(
    filter: mongo.Filter<{ _id: string }>,
    order: Record<string, 1>,
    limit: number,
  ): Promise<QueuedDocument[]> {
    const found = this.orders.find(filter).sort(order).limit(limit);
    return found.project<QueuedDocument>({ 'work.since': 1, 'work.endsAt': 1 }).toArray();
  }
}

const laterThan = (field: string, at: Date, { orderId }: QueuedCommand) => ({
  [field]: { $gte: at },
  $or: [{ [field]: { $gt: at } }, { _id: { $gt: orderId } }],
});
