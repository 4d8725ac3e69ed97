import { type Decimal, type NettedIn, nettingKey, ZERO } from '@ome/domain';
import {
  BookedPositions,
  CursorExpired,
  type EventFeed,
  type JournalEntry,
  type PositionProjector,
} from '@ome/engine';
import { JoinedRuns, StoreUnavailable } from '@ome/event-store';
import type { mongo } from 'mongoose';
import { fromBson } from '../bson';
import { DECIDED } from '../concerns';
import type { FeedPositions } from '../feed/feed-positions';
import { type Keyed, type StoredPosition, storedPosition } from './position.document';

/** The name of the feed consumer that updates positions. */
export const POSITIONS_CONSUMER = 'positions';

const PAGE = 1_000;
/** A key for all accounts; no account has an empty name. */
const EVERYBODY = '';
/**
 * Positions mostly lag by a second's events. If they lag by more pages than this, fills are summed.
 */
const MAX_PAGES = 10;

/** The state of the consumer is not read again within this time. */
const ASKED_AGAIN_MS = 1_000;
/** The consumer saves its cursor every second; without a save for this time it is not running. */
const RUNNING_MS = 3_000;

interface Net {
  symbol: string;
  product?: string | null;
  netQty: mongo.Decimal128;
}

/**
 * Positions that include every fill booked before the call: fills that the feed consumer has not
 * reached are counted here, in the same way.
 */
export class CurrentPositions extends BookedPositions {
  private readonly runs = new JoinedRuns<boolean>();
  private standing: ReturnType<FeedPositions['load']> | null = null;
  private askedAt = -Infinity;

  constructor(
    private readonly db: mongo.Db,
    private readonly feed: EventFeed,
    private readonly cursors: Pick<FeedPositions, 'load'>,
    private readonly book: Pick<PositionProjector, 'project'>,
  ) {
    super();
  }

  /** Includes positions under other names of the instrument and of the product, or without one. */
  async netQty(account: string, netted: NettedIn): Promise<Decimal> {
    const { exchange, link } = netted;
    const wanted = { account, exchange, link };
    const found = (await this.catchUp(account)) ? this.ofPositions(wanted) : this.ofFills(wanted);
    const position = nettingKey(netted);
    return (await found)
      .filter(({ symbol, product = null }) => {
        return nettingKey({ exchange, link, symbol, product }) === position;
      })
      .reduce((sum, { netQty }) => sum.plus(fromBson(netQty) as Decimal), ZERO);
  }

  /**
   * Positions traded on a market day. If the feed consumer runs they are as current as it is. Null
   * if they lag too far.
   */
  async tradedOn(account: string, day: string): Promise<StoredPosition[] | null> {
    if (!(await this.isConsumerRunning()) && !(await this.catchUp(account))) return null;
    const found = this.db
      .collection<Keyed>('positions')
      .find({ account, 'position.day': day }, DECIDED);
    return (await found.toArray()).map(storedPosition);
  }

  private async isConsumerRunning(): Promise<boolean> {
    if (Date.now() - this.askedAt > ASKED_AGAIN_MS) {
      this.askedAt = Date.now();
      this.standing = this.cursors.load(POSITIONS_CONSUMER);
    }
    const { at } = await this.standing!;
    return Date.now() - at.getTime() < RUNNING_MS;
  }

  /**
   * Counts every fill booked before the call, in all accounts.
   *
   * @throws StoreUnavailable if the fills are no longer in the feed
   */
  async catchUpAll(): Promise<void> {
    await this.runs.run(EVERYBODY, () => this.catchUpAllNow());
  }

  private async catchUpAllNow(): Promise<true> {
    const { cursor } = await this.cursors.load(POSITIONS_CONSUMER);
    try {
      for await (const entries of this.pages(cursor)) await this.book.project(entries);
      return true;
    } catch (error) {
      if (!(error instanceof CursorExpired)) throw error;
      throw new StoreUnavailable('Positions lag too far behind booked fills', { cause: error });
    }
  }

  catchUp(account: string): Promise<boolean> {
    return this.runs.run(account, () => this.catchUpNow(account));
  }

  private async catchUpNow(account: string): Promise<boolean> {
    const { cursor } = await this.cursors.load(POSITIONS_CONSUMER);
    const entries = await this.since(cursor);
    if (!entries) return false;
    const orders = new Set<string>();
    for (const { event } of entries) {
      if (event.type !== 'NewOrder' || event.account === account) orders.add(event.orderId);
    }
    const own = await this.ofAccount(account, [...orders]);
    const news = entries.filter(({ event }) => own.has(event.orderId));
    if (news.length > 0) await this.book.project(news);
    return true;
  }

  private async since(cursor: string): Promise<JournalEntry[] | null> {
    const entries: JournalEntry[] = [];
    let pages = 0;
    try {
      for await (const page of this.pages(cursor)) {
        if ((pages += 1) > MAX_PAGES) return null;
        entries.push(...page);
      }
      return entries;
    } catch (error) {
      if (error instanceof CursorExpired) return null;
      throw error;
    }
  }

  private async *pages(cursor: string): AsyncGenerator<JournalEntry[]> {
    let page = await this.feed.page(cursor, PAGE);
    while (!page.isEnd) {
      yield page.entries;
      page = await this.feed.page(page.nextCursor, PAGE);
    }
    if (page.entries.length > 0) yield page.entries;
  }

  private async ofAccount(account: string, orderIds: string[]): Promise<Set<string>> {
    const opened = this.db
      .collection('order_events')
      .find({ orderId: { $in: orderIds }, seq: 1, account }, DECIDED)
      .project({ orderId: 1 });
    return new Set((await opened.toArray()).map(({ orderId }) => orderId as string));
  }

  private ofPositions(wanted: object): Promise<Net[]> {
    return this.db
      .collection('positions')
      .find({ ...wanted, open: true }, DECIDED)
      .project<Net>({ symbol: 1, product: 1, netQty: '$position.netQty' })
      .toArray();
  }

  private ofFills(wanted: object): Promise<Net[]> {
    const signed = {
      $cond: [{ $eq: ['$side', 'BUY'] }, '$quantity', { $multiply: ['$quantity', -1] }],
    };
    return this.db
      .collection('fills')
      .aggregate<Net>(
        [
          { $match: { ...wanted, state: { $ne: 'busted' } } },
          { $group: { _id: { symbol: '$symbol', product: '$product' }, netQty: { $sum: signed } } },
          { $project: { symbol: '$_id.symbol', product: '$_id.product', netQty: 1 } },
        ],
        DECIDED,
      )
      .toArray();
  }
}
