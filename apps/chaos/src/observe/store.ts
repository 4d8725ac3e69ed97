import type { SecretBox } from '@ome/platform';
import { setTimeout as sleep } from 'node:timers/promises';
import { mongo } from 'mongoose';
import { SIMULATED_SESSIONS } from '../../../dev/src/simulated-brokers';

/** The position of a feed consumer. */
interface Consumer {
  readonly _id: string;
  readonly cursor: string;
}

const ASK_MS = 200;

/** Adopted orders that belong to no account's position. */
export const SESSION_ACCOUNTS = Object.values(SIMULATED_SESSIONS).map(({ userId }) => userId);

/** The fields read of a journal event. */
export interface JournalEvent {
  readonly id: string;
  readonly orderId: string;
  readonly seq: number;
  readonly type: string;
  readonly at: Date;
  readonly account?: string;
  /** Of NewOrder: the source of the order. */
  readonly origin?: string;
  readonly brokerOrderId?: string | null;
  readonly basketId?: string | null;
  readonly clOrdId?: string;
  readonly execId?: string | null;
  readonly source?: string;
  readonly attempt?: number;
  /** Of SendStarted: the tag of the attempt. */
  readonly tag?: string | null;
  readonly text?: string | null;
  /** Why an order was never to be sent, for one that only represents a position. */
  readonly withheld?: string;
}

/** Whether an order was cancelled, or given up, before it was sent. */
export const isWithdrawn = (history: readonly JournalEvent[]): boolean =>
  history.some(
    ({ type, source, withheld }) =>
      type === 'CanceledUnsent' ||
      (type === 'Rejected' && source === 'engine') ||
      withheld !== undefined,
  );

/** The tag of each attempt to place, change or cancel an order. */
export const tagsOf = (history: readonly JournalEvent[]): string[] =>
  history.flatMap(({ type, tag }) => (type === 'SendStarted' && tag ? [tag] : []));

/** Reads the journal itself, bypassing the engine's read models. */
export class Store {
  private constructor(private readonly client: mongo.MongoClient) {}

  static async open(mongoUrl: string): Promise<Store> {
    return new Store(await mongo.MongoClient.connect(mongoUrl));
  }

  /**
   * The histories of an account's orders, by order, each in the order of `seq`; with orders that
   * were adopted without an account.
   */
  async histories(account: string): Promise<Map<string, JournalEvent[]>> {
    const journal = this.client.db().collection('order_events');
    const orderIds = await journal.distinct('orderId', {
      type: 'NewOrder',
      account: { $in: [account, ...SESSION_ACCOUNTS] },
    });
    const histories = new Map<string, JournalEvent[]>(orderIds.map((id: string) => [id, []]));
    const events = journal.find().sort({ orderId: 1, seq: 1 });
    for await (const { _id, ...event } of events) {
      histories.get(String(event.orderId))?.push({ id: String(_id), ...event } as JournalEvent);
    }
    return histories;
  }

  /** Ids of an account's baskets, from their journal. */
  async basketIds(account: string): Promise<string[]> {
    const journal = this.client.db().collection('basket_events');
    const ids = await journal.distinct('basketId', { type: 'BasketNew', account });
    return ids.map(String);
  }

  /** How many of an account's orders ended before they were sent. */
  async withdrawnOrders(account: string): Promise<number> {
    const histories = await this.histories(account);
    return [...histories.values()].filter(isWithdrawn).length;
  }

  /** How many events of an account's orders are not among these. */
  async countMissing(account: string, ids: ReadonlySet<string>): Promise<number> {
    const events = [...(await this.histories(account)).values()].flat();
    return events.filter(({ id }) => !ids.has(id)).length;
  }

  /** How many events the read model of orders does not include yet. */
  async projectionLag(): Promise<number> {
    const db = this.client.db();
    const events = await db.collection('order_events').countDocuments();
    const sum = { $group: { _id: null, versions: { $sum: '$version' } } };
    const [projected] = await db.collection('orders').aggregate([sum]).toArray();
    return events - Number(projected?.versions ?? 0);
  }

  /** How many fills are in the journal and not yet in the fills collection. */
  async fillsLag(): Promise<number> {
    const db = this.client.db();
    const trades = await db.collection('order_events').countDocuments({ type: 'Trade' });
    return trades - (await db.collection('fills').countDocuments());
  }

  /** Tokens of the open broker sessions. */
  async brokerTokens(box: SecretBox): Promise<string[]> {
    const kept = await this.client.db().collection('broker_tokens').find().toArray();
    return kept.flatMap(({ _id, sealed }) => {
      const { buffer } = sealed as mongo.Binary;
      return box.open(Buffer.from(buffer), String(_id)) ?? [];
    });
  }

  /** The cursor of this moment: by design a feed cursor is a change stream token. */
  async feedEnd(): Promise<string> {
    const journal = this.client.db().collection('order_events');
    const stream = journal.watch([], { maxAwaitTimeMS: 1 });
    try {
      await stream.tryNext();
      return (stream.resumeToken as { _data: string })._data;
    } finally {
      await stream.close();
    }
  }

  /** Waits until positions, which follow the feed, have reached its current end. */
  async untilPositionsFollow(patienceMs: number): Promise<void> {
    const end = await this.feedEnd();
    const consumers = this.client.db().collection<Consumer>('feed_positions');
    const deadline = Date.now() + patienceMs;
    while (Date.now() < deadline) {
      const positions = await consumers.findOne({ _id: 'positions' });
      if (positions && positions.cursor >= end) return;
      await sleep(ASK_MS);
    }
  }

  close(): Promise<void> {
    return this.client.close();
  }
}
