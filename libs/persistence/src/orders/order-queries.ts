import type { OrderView, Page } from '@ome/contracts';
import { type Entitlement, isImmediate, type Order, type TimeInForce } from '@ome/domain';
import { type AccountFilter, type InstrumentNames, type NamedFilter, orderView } from '@ome/engine';
import type { mongo } from 'mongoose';
import { entitled, equalTo, ofAccounts } from '../filters';
import { decodeCursor, encodeCursor } from '../page-cursor';
import { type OutstandingWork, orderOf } from './order.document';

export interface OrderFilter {
  account?: string;
  userId?: string;
  symbol?: string;
  exchange?: string;
  side?: string;
  ordStatus?: string;
  open?: boolean;
  link?: string;
  tag?: string;
  parentOrderId?: string;
  from?: Date;
  to?: Date;
}

/** An order with an outstanding command, and why it waits. */
export interface WaitingOrder {
  order: OrderView;
  command: string;
  state: OutstandingWork['state'];
  since: string;
  dueAt: string;
  text: string | null;
}

/** A session of a link: the accounts that it serves. */
export interface LinkSession {
  link: string;
  accounts: AccountFilter;
}

export interface DueWork {
  orderId: string;
  dueAt: Date;
  /** True for a cancel and for an IOC or FOK order, which are late if they wait. */
  cannotWait: boolean;
}

type OrderRecordDocument = mongo.Document & { _id: string };

/** Queries orders in the read model, newest first. Each filter has an index. */
export class OrderQueries {
  constructor(
    private readonly collection: mongo.Collection<OrderRecordDocument>,
    private readonly names: Pick<InstrumentNames, 'filter'>,
  ) {}

  async page(
    within: Entitlement,
    filter: OrderFilter,
    cursor: string | null,
    limit: number,
  ): Promise<Page<OrderView>> {
    const asked = entitled(within, mongoFilter(await this.names.filter(filter)));
    const found = await this.collection
      .find(afterCursor(asked, cursor))
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit + 1)
      .toArray();
    const orders = found.slice(0, limit).map(orderOf);
    const last = orders.at(-1);
    const more = found.length > limit && last;
    return {
      items: orders.map(orderView),
      nextCursor: more ? encodeCursor(String(last.createdAt.getTime()), last.orderId) : null,
    };
  }

  /** The newest `limit` orders of a user, oldest first, without slices. */
  async newestByUser(within: Entitlement, userId: string, limit: number): Promise<Order[]> {
    const given = entitled(within, { userId, parentOrderId: { $exists: false } });
    const newest = this.collection.find(given).sort({ createdAt: -1, _id: -1 }).limit(limit);
    return (await newest.toArray()).map(orderOf).reverse();
  }

  /** Ids of slices by the id of their sliced order. */
  async slicesOf(orderIds: string[]): Promise<Map<string, string[]>> {
    const byParent = new Map<string, string[]>(orderIds.map((id) => [id, []]));
    if (orderIds.length === 0) return byParent;
    const slices = this.collection
      .find({ parentOrderId: { $in: orderIds } })
      .project<{ _id: string; parentOrderId: string }>({ parentOrderId: 1 });
    for await (const { _id, parentOrderId } of slices) byParent.get(parentOrderId)!.push(_id);
    return byParent;
  }

  /** Ids of the open orders that a cancel-all selects. */
  async *openIds(
    within: Entitlement,
    filter: Pick<OrderFilter, 'account' | 'userId' | 'symbol' | 'side'>,
  ): AsyncGenerator<string> {
    const named = mongoFilter(await this.names.filter(filter));
    const open = this.collection.find(entitled(within, { ...named, open: true }));
    for await (const { _id } of open.project<{ _id: string }>({ _id: 1 })) yield _id;
  }

  /** Whether any order of any link has an outstanding command. */
  async isWorkOutstanding(): Promise<boolean> {
    const any = { 'work.state': { $exists: true } };
    return (await this.collection.findOne(any, { projection: { _id: 1 } })) !== null;
  }

  /** Orders of a link's session whose outstanding work is due, oldest first. */
  async dueWork(
    { link, accounts }: LinkSession,
    state: OutstandingWork['state'],
    before: Date,
    limit: number,
  ): Promise<DueWork[]> {
    const due = await this.collection
      .find({ 'work.state': state, link, 'work.dueAt': { $lte: before }, ...ofAccounts(accounts) })
      .sort({ 'work.dueAt': 1 })
      .limit(limit)
      .project<{ _id: string; work: OutstandingWork; timeInForce: TimeInForce }>({
        _id: 1,
        work: 1,
        timeInForce: 1,
      })
      .toArray();
    return due.map(({ _id, work: { kind, dueAt }, timeInForce }) => ({
      orderId: _id,
      dueAt,
      cannotWait: kind === 'cancel' || isImmediate({ timeInForce }),
    }));
  }

  /** Orders with a request that waits for somebody; those that expire first come first. */
  async awaitingApproval(within: Entitlement, limit: number): Promise<OrderView[]> {
    const found = await this.collection
      .find(entitled(within, { approvalDueAt: { $exists: true } }))
      .sort({ approvalDueAt: 1, _id: 1 })
      .limit(limit)
      .toArray();
    return found.map((document) => orderView(orderOf(document)));
  }

  async waiting(within: Entitlement, limit: number): Promise<WaitingOrder[]> {
    const found = await this.collection
      .find(entitled(within, { 'work.state': { $exists: true } }))
      .sort({ 'work.state': 1, link: 1, 'work.dueAt': 1 })
      .limit(limit)
      .toArray();
    return found.map((document) => {
      const work = document.work as OutstandingWork;
      return {
        order: orderView(orderOf(document)),
        command: work.kind,
        state: work.state,
        since: work.since.toISOString(),
        dueAt: work.dueAt.toISOString(),
        text: work.text,
      };
    });
  }

  /** The number of orders that are queued, being sent and in doubt. */
  workCounts(within: Entitlement): Promise<Record<OutstandingWork['state'], number>> {
    return this.countWork((work) => entitled(within, work));
  }

  /** The same numbers for one session of a link. */
  workCountsOf({ link, accounts }: LinkSession): Promise<Record<OutstandingWork['state'], number>> {
    return this.countWork((work) => ({ ...work, link, ...ofAccounts(accounts) }));
  }

  private async countWork(
    narrowed: (work: object) => object,
  ): Promise<Record<OutstandingWork['state'], number>> {
    const states = ['queued', 'sending', 'inDoubt'] as const;
    const counts = await Promise.all(
      states.map((state) => this.collection.countDocuments(narrowed({ 'work.state': state }))),
    );
    const [queued = 0, sending = 0, inDoubt = 0] = counts;
    return { queued, sending, inDoubt };
  }
}

function mongoFilter({
  from,
  to,
  ...equal
}: NamedFilter<OrderFilter>): mongo.Filter<OrderRecordDocument> {
  return {
    ...equalTo(equal),
    ...((from ?? to) && { createdAt: { ...(from && { $gte: from }), ...(to && { $lt: to }) } }),
  };
}

function afterCursor(filter: object, cursor: string | null): mongo.Filter<OrderRecordDocument> {
  if (cursor === null) return filter;
  const [time, orderId] = decodeCursor(cursor, /^\d{1,15}$/, /^[0-9a-f]{24}$/);
  const createdAt = new Date(Number(time));
  const after = {
    createdAt: { $lte: createdAt },
    $or: [{ createdAt: { $lt: createdAt } }, { _id: { $lt: orderId } }],
  };
  return { $and: [filter, after] };
}
