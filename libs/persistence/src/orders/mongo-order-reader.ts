import type { Order } from '@ome/domain';
import { type AccountFilter, OrderReader } from '@ome/engine';
import { GroupCommit } from '@ome/event-store';
import type { mongo } from 'mongoose';
import { ofAccounts } from './of-accounts';
import { isReadable, orderOf } from './order.document';

/** Far more than a session may have on their way at once. */
const MAX_UNDER_WAY = 1_000;
/** Days whose orders may still be meant, where a venue begins its numbers anew each day. */
const MEANT_BY_ONE_ID = 20;

/** Single orders from the read model; look-ups in flight together share one query. */
export class MongoOrderReader extends OrderReader {
  private readonly loads = new GroupCommit((ids: string[]) => this.loadBatch(ids), {
    maxBatch: 200,
    maxInFlight: 4,
    maxWaiting: 5_000,
  });

  /** @param dayOf the market's day */
  constructor(
    private readonly collection: mongo.Collection<{ _id: string }>,
    private readonly dayOf: (at: Date) => string,
  ) {
    super();
  }

  load(orderId: string): Promise<Order | null> {
    return this.loads.submit(orderId);
  }

  async findByBrokerOrderId(link: string, brokerOrderId: string): Promise<string | null> {
    const [newest, next] = await this.allByBrokerOrderId(link, brokerOrderId);
    const isOfOneDay =
      newest && next && this.dayOf(newest.createdAt) === this.dayOf(next.createdAt);
    return newest && !isOfOneDay ? newest.orderId : null;
  }

  async allByBrokerOrderId(link: string, brokerOrderId: string): Promise<Order[]> {
    const found = this.collection.find({ link, brokerOrderId }).sort({ createdAt: -1, _id: -1 });
    return (await found.limit(MEANT_BY_ONE_ID).toArray()).map(orderOf);
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
    return (await found.sort({ 'work.dueAt': 1 }).limit(MAX_UNDER_WAY).toArray()).map(orderOf);
  }

  async ofTag(tag: string, limit: number): Promise<Order[]> {
    const newest = this.collection.find({ tag }).sort({ createdAt: -1, _id: -1 }).limit(limit);
    return (await newest.toArray()).map(orderOf);
  }

  async *openOf(account: string): AsyncGenerator<Order> {
    for await (const found of this.collection.find({ account, open: true })) yield orderOf(found);
  }

  async findByClOrdId(clOrdId: string, account: string | null): Promise<string | null> {
    const filter = { clOrdIds: clOrdId, ...(account !== null && { account }) };
    return this.idOf(await this.collection.find(filter).limit(2).toArray());
  }

  /** An id that several orders share names none of them. */
  private idOf(found: { _id: string }[]): string | null {
    return found.length === 1 ? found[0]._id : null;
  }

  private async loadBatch(ids: string[]): Promise<(Order | null)[]> {
    const documents = await this.collection.find({ _id: { $in: ids } }).toArray();
    const byId = new Map(documents.map((document) => [document._id, document]));
    return ids.map((id) => {
      const document = byId.get(id);
      // What a newer engine made of an order is read from its history, or not at all.
      return document && isReadable(document) ? orderOf(document) : null;
    });
  }
}
