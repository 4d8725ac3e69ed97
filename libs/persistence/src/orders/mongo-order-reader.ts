import type { Order } from '@ome/domain';
import { OrderReader } from '@ome/engine';
import type { mongo } from 'mongoose';
import { GroupCommit } from '../group-commit';
import { orderOf } from './order.document';

/** Single orders from the read model; look-ups in flight together share one query. */
export class MongoOrderReader extends OrderReader {
  private readonly loads = new GroupCommit((ids: string[]) => this.loadBatch(ids), {
    maxBatch: 200,
    maxInFlight: 4,
  });

  constructor(private readonly collection: mongo.Collection<{ _id: string }>) {
    super();
  }

  load(orderId: string): Promise<Order | null> {
    return this.loads.submit(orderId);
  }

  async findByBrokerOrderId(link: string, brokerOrderId: string): Promise<string | null> {
    return this.idOf(await this.collection.find({ link, brokerOrderId }).limit(2).toArray());
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
      return document ? orderOf(document) : null;
    });
  }
}
