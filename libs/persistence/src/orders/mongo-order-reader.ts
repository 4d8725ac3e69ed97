import type { Order } from '@ome/domain';
import { type AccountFilter, OrderReader } from '@ome/engine';
import { GroupCommit } from '@ome/event-store';
import type { mongo } from 'mongoose';
import { ofAccounts } from '../filters';
import { isReadable, orderOf } from './order.document';

/** Far more than a session can have in flight. */
const MAX_IN_FLIGHT = 1_000;
/** How many orders one broker order id may match if a venue restarts its numbers every day. */
const MAX_PER_BROKER_ORDER_ID = 20;

/** Reads single orders from the read model. Concurrent look-ups share one query. */
export class MongoOrderReader extends OrderReader {
  private readonly loads = new GroupCommit((ids: string[]) => this.loadBatch(ids), {
    maxBatch: 200,
    maxInFlight: 4,
    maxWaiting: 5_000,
  });

  constructor(private readonly collection: mongo.Collection<{ _id: string }>) {
    super();
  }

  load(orderId: string): Promise<Order | null> {
    return this.loads.submit(orderId);
  }

  async allByBrokerOrderId(link: string, brokerOrderId: string): Promise<Order[]> {
    const found = this.collection.find({ link, brokerOrderId }).sort({ createdAt: -1, _id: -1 });
    return (await found.limit(MAX_PER_BROKER_ORDER_ID).toArray()).map(orderOf);
  }

  async findByTag(link: string, tag: string): Promise<string | null> {
    const underWay = { 'work.state': { $in: ['sending', 'inDoubt'] }, link };
    const found = this.collection.find({ ...underWay, 'commands.delivery.tag': tag }).limit(2);
    return this.idOf(await found.toArray());
  }

  async *open(link: string, accounts: AccountFilter): AsyncGenerator<Order> {
    const open = this.collection.find({ open: true, link, ...ofAccounts(accounts) });
    for await (const found of open.sort({ createdAt: 1, _id: 1 })) yield orderOf(found);
  }

  async placementsUnderWay(link: string, accounts: AccountFilter): Promise<Order[]> {
    const underWay = { 'work.state': { $in: ['sending', 'inDoubt'] }, link, 'work.kind': 'new' };
    const found = this.collection.find({ ...underWay, ...ofAccounts(accounts) });
    return (await found.sort({ 'work.dueAt': 1 }).limit(MAX_IN_FLIGHT).toArray()).map(orderOf);
  }

  async newestByTag(tag: string, limit: number): Promise<Order[]> {
    const newest = this.collection.find({ tag }).sort({ createdAt: -1, _id: -1 }).limit(limit);
    return (await newest.toArray()).map(orderOf);
  }

  async *openOf(account: string): AsyncGenerator<Order> {
    for await (const found of this.collection.find({ account, open: true })) yield orderOf(found);
  }

  async statesOfSlices(orderIds: readonly string[]): Promise<Map<string, string>> {
    const found = this.collection.aggregate<{ _id: string; count: number; versions: number }>([
      { $match: { parentOrderId: { $in: [...orderIds] } } },
      { $group: { _id: '$parentOrderId', count: { $sum: 1 }, versions: { $sum: '$version' } } },
    ]);
    const states = await found.toArray();
    // Versions only grow, and no slice is ever taken away.
    return new Map(states.map(({ _id, count, versions }) => [_id, `${count} ${versions}`]));
  }

  async findByClOrdId(clOrdId: string, account: string | null): Promise<string | null> {
    const filter = { clOrdIds: clOrdId, ...(account !== null && { account }) };
    return this.idOf(await this.collection.find(filter).limit(2).toArray());
  }

  /** An id that several orders share identifies none of them. */
  private idOf(found: { _id: string }[]): string | null {
    return found.length === 1 ? found[0]._id : null;
  }

  private async loadBatch(ids: string[]): Promise<(Order | null)[]> {
    const documents = await this.collection.find({ _id: { $in: ids } }).toArray();
    const byId = new Map(documents.map((document) => [document._id, document]));
    return ids.map((id) => {
      const document = byId.get(id);
      // A document that a newer engine wrote is not used: the order is read from its history.
      return document && isReadable(document) ? orderOf(document) : null;
    });
  }
}
