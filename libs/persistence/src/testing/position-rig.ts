import {
  AlertCode,
  beginningWith,
  comparePlaces,
  decimal,
  Executions,
  NO_POSITION,
  type OrderEvent,
  type Position,
  PositionFold,
  Side,
} from '@ome/domain';
import type { JournalEntry, KnownPosition } from '@ome/engine';
import { dayIn } from '@ome/platform';
import { type Connection, Types } from 'mongoose';
import { toBson } from '../bson';
import { ChangeStreamFeed } from '../feed/change-stream-feed';
import { FeedPositions } from '../feed/feed-positions';
import { MongoJournal } from '../journal/order-stream';
import { MongoProjector } from '../mongo-projector';
import { CurrentPositions, POSITIONS_CONSUMER } from '../positions/current-positions';
import { MongoNetPositions } from '../positions/mongo-net-positions';
import { MongoPositionProjector } from '../positions/mongo-position-projector';
import { closingOf } from '../positions/position.document';
import { PositionQueries } from '../positions/position-queries';
import { anOrderId, JOURNAL_OPTIONS, namesOf, opening } from './test-store';

export const TIME_ZONE = 'Asia/Kolkata';
/** The position of most fills here. */
export const KEY = { account: '42', exchange: 'NSE', symbol: 'ACME', product: null, link: 'rest' };

const COLLECTIONS = [
  'order_events',
  'orders',
  'fills',
  'positions',
  'position_days',
  'conversion_events',
];

interface Line {
  account?: string;
  side?: Side;
  price?: string;
  at?: Date;
  /** False where the process died between the journal and the read models. */
  isProjected?: boolean;
  isDoubted?: boolean;
}

/** A store in which a test journals fills and checks the positions. */
export class PositionRig {
  /** Orders that had to be projected for positions. */
  readonly repaired: string[] = [];
  readonly queries: PositionQueries;
  private readonly journal: MongoJournal;
  private readonly projector: MongoProjector;

  constructor(readonly connection: Connection) {
    const db = connection.db!;
    this.journal = new MongoJournal(db, JOURNAL_OPTIONS);
    const observer = { failed: () => undefined };
    const [orders, fills] = [db.collection('orders'), db.collection('fills')];
    this.projector = new MongoProjector(orders as never, fills as never, this.journal, observer);
    this.queries = new PositionQueries(
      db.collection('positions') as never,
      db.collection('position_days') as never,
      namesOf(db),
    );
  }

  collection(name: string) {
    return this.connection.db!.collection(name);
  }

  async clear(): Promise<void> {
    for (const name of COLLECTIONS) await this.collection(name).deleteMany({});
  }

  bookOn(connection = this.connection): MongoPositionProjector {
    const repair = (orderId: string): Promise<void> => {
      this.repaired.push(orderId);
      return this.projector.repair(orderId);
    };
    return new MongoPositionProjector(connection, repair, TIME_ZONE);
  }

  /** Net positions of fills booked from now on, without a feed consumer. */
  async netPositions(): Promise<MongoNetPositions> {
    const db = this.connection.db!;
    const places = new FeedPositions(this.connection.models.FeedPositionRecord as never);
    const feed = new ChangeStreamFeed(db, () => places.origin(), JOURNAL_OPTIONS.noteUnreadable);
    await places.save(POSITIONS_CONSUMER, await feed.end());
    const current = new CurrentPositions(db, feed, places, this.bookOn());
    return new MongoNetPositions(db.collection('positions'), current);
  }

  /** Journals events without projecting them. */
  async append(events: readonly OrderEvent[]): Promise<JournalEntry[]> {
    const documents = events.map((event) => ({
      _id: new Types.ObjectId(),
      ...(toBson(event) as object),
    }));
    if (documents.length > 0) await this.collection('order_events').insertMany(documents);
    return documents.map(({ _id }, index) => ({ id: String(_id), event: events[index] }));
  }

  project(orderId: string): Promise<void> {
    return this.projector.repair(orderId);
  }

  /** An order and its only fill. */
  async filled(
    quantity: number,
    {
      account = '42',
      side = Side.Buy,
      price = '100',
      at = new Date(),
      isProjected = true,
      isDoubted,
    }: Line = {},
  ): Promise<JournalEntry[]> {
    const orderId = anOrderId();
    const open = opening({ orderId, account, side, orderQty: decimal(quantity) }, at);
    const alerts = isDoubted ? [{ code: AlertCode.ImplausiblePrice }] : [];
    const trade = { ...tradeOf(orderId, 'T1', quantity, price, at), alerts } as OrderEvent;
    const entries = await this.append([open, trade]);
    if (isProjected) await this.project(orderId);
    return entries;
  }

  /** The bust of such an order's fill. */
  async busted(orderId: string, quantity: number, price: string): Promise<JournalEntry[]> {
    const entries = await this.append([
      {
        type: 'TradeCancel',
        orderId,
        seq: 3,
        at: new Date(),
        by: null,
        requestId: null,
        ...report,
        alerts: [],
        transactTime: null,
        execId: 'B1',
        execRefId: 'T1',
        rootExecId: 'T1',
        busted: { quantity: decimal(quantity), price: decimal(price) },
      },
    ]);
    await this.project(orderId);
    return entries;
  }

  /** The confirmation by ops of such an order's fill. */
  async confirmed(orderId: string): Promise<JournalEntry[]> {
    const entries = await this.append([
      {
        type: 'TradeConfirmed',
        orderId,
        seq: 3,
        at: new Date(),
        by: null,
        requestId: null,
        ...report,
        alerts: [],
        transactTime: null,
        execId: null,
        execRefId: 'T1',
      },
    ]);
    await this.project(orderId);
    return entries;
  }

  async stored(): Promise<KnownPosition | undefined> {
    return (await this.queries.find(KEY))[0];
  }

  async net(): Promise<string | undefined> {
    return (await this.stored())?.position.netQty.toFixed();
  }

  async closings(): Promise<[string, Position][]> {
    const days = await this.collection('position_days').find().sort({ day: 1 }).toArray();
    return days.map((day) => [day.day as string, closingOf(day)]);
  }

  async expectExact(): Promise<void> {
    const plain = await this.recomputed();
    const position = (await this.stored())?.position ?? NO_POSITION;
    expect(JSON.stringify(position)).toBe(JSON.stringify(plain.position));
    const closings = [...plain.closings].sort(([one], [other]) => (one < other ? -1 : 1));
    expect(JSON.stringify(await this.closings())).toBe(JSON.stringify(closings));
  }

  /** Computes the position from the journal alone. */
  private async recomputed(): Promise<PositionFold> {
    const orderIds = (await this.collection('order_events').distinct('orderId')) as string[];
    const histories = await Promise.all(orderIds.map((id) => this.journal.readEntries(id)));
    const fold = new PositionFold(beginningWith(NO_POSITION));
    for (const fill of histories.flatMap(fillsOf).sort(comparePlaces)) fold.push(fill);
    return fold;
  }
}

const dayOf = dayIn(TIME_ZONE);

function fillsOf(entries: JournalEntry[]) {
  const [{ event: first }] = entries;
  const sign = first.type === 'NewOrder' && first.side === Side.Sell ? -1 : 1;
  const ids = new Map(
    entries.map(({ id, event }) => ['execId' in event ? event.execId : null, id]),
  );
  return Executions.fold(entries.map(({ event }) => event))
    .all()
    .filter(({ state }) => state !== 'busted')
    .map(({ execId, at, quantity, price, doubted }) => ({
      eventId: ids.get(execId)!,
      at,
      day: dayOf(at),
      price,
      ...(doubted && { doubted }),
      quantity: quantity.times(sign),
    }));
}

const report = { source: 'link', clOrdId: null, brokerOrderId: null, text: null } as const;

export const tradeOf = (
  orderId: string,
  execId: string,
  quantity: number,
  price: string,
  at: Date,
): OrderEvent => ({
  type: 'Trade',
  orderId,
  seq: 2,
  at,
  by: null,
  requestId: null,
  ...report,
  alerts: [],
  execId,
  transactTime: at,
  lastQty: decimal(quantity),
  lastPx: decimal(price),
  exchange: 'NSE',
  cancelsRemainder: false,
});
