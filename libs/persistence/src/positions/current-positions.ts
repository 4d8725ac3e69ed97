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

/** The name of the follower of the feed that keeps positions. */
export const POSITIONS_FOLLOWER = 'positions';

const PAGE = 1_000;
/** No account has this name. */
const EVERYBODY = '';
/** What positions are behind by is mostly a second's events; behind by more, fills are added up. */
const MAX_PAGES = 10;

/** How the follower of positions stands is not asked for again this soon. */
const ASKED_AGAIN_MS = 1_000;
/** It saves every second how far it is; one that did not for longer is not running. */
const RUNNING_MS = 3_000;

interface Net {
  symbol: string;
  netQty: mongo.Decimal128;
}

/**
 * Positions that count every fill that was booked before they are asked for: what their follower
 * may not have come to yet is counted here, in the same way.
 */
export class CurrentPositions extends BookedPositions {
  private readonly runs = new JoinedRuns<boolean>();
  private standing: ReturnType<FeedPositions['load']> | null = null;
  private askedAt = -Infinity;

  constructor(
    private readonly db: mongo.Db,
    private readonly feed: EventFeed,
    private readonly followed: Pick<FeedPositions, 'load'>,
    private readonly book: Pick<PositionProjector, 'project'>,
  ) {
    super();
  }

  /** Whatever the instrument is called in each of them. */
  async netQty(account: string, netted: NettedIn): Promise<Decimal> {
    const { exchange, product, link } = netted;
    const wanted = { account, exchange, product, link };
    const found = (await this.catchUp(account)) ? this.ofPositions(wanted) : this.ofFills(wanted);
    const position = nettingKey(netted);
    return (await found)
      .filter(({ symbol }) => nettingKey({ ...netted, symbol }) === position)
      .reduce((sum, { netQty }) => sum.plus(fromBson(netQty) as Decimal), ZERO);
  }

  /**
   * Those that were traded on a market day, as their follower keeps them: behind what is booked by
   * as much as that is, where it runs. Null where they are too far behind.
   */
  async tradedOn(account: string, day: string): Promise<StoredPosition[] | null> {
    if (!(await this.isFollowed()) && !(await this.catchUp(account))) return null;
    const found = this.db
      .collection<Keyed>('positions')
      .find({ account, 'position.day': day }, DECIDED);
    return (await found.toArray()).map(storedPosition);
  }

  private async isFollowed(): Promise<boolean> {
    if (Date.now() - this.askedAt > ASKED_AGAIN_MS) {
      this.askedAt = Date.now();
      this.standing = this.followed.load(POSITIONS_FOLLOWER);
    }
    const { at } = await this.standing!;
    return Date.now() - at.getTime() < RUNNING_MS;
  }

  /**
   * Counts all that was booked before the call, in every account, however much that is.
   *
   * @throws StoreUnavailable where it is no longer in the feed: their follower gets it elsewhere
   */
  async catchUpAll(): Promise<void> {
    await this.runs.run(EVERYBODY, () => this.catchUpAllNow());
  }

  private async catchUpAllNow(): Promise<true> {
    const [end, { cursor }] = await this.gap();
    try {
      for await (const entries of this.pages(cursor, end)) await this.book.project(entries);
      return true;
    } catch (error) {
      if (!(error instanceof CursorExpired)) throw error;
      throw new StoreUnavailable('Positions are far behind what is booked', { cause: error });
    }
  }

  catchUp(account: string): Promise<boolean> {
    return this.runs.run(account, () => this.catchUpNow(account));
  }

  private async catchUpNow(account: string): Promise<boolean> {
    const [end, { cursor }] = await this.gap();
    const entries = await this.between(cursor, end);
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

  private async between(cursor: string, end: string): Promise<JournalEntry[] | null> {
    const entries: JournalEntry[] = [];
    let pages = 0;
    try {
      for await (const page of this.pages(cursor, end)) {
        if ((pages += 1) > MAX_PAGES) return null;
        entries.push(...page);
      }
      return entries;
    } catch (error) {
      if (error instanceof CursorExpired) return null;
      throw error;
    }
  }

  private async *pages(cursor: string, end: string): AsyncGenerator<JournalEntry[]> {
    // Cursors of one feed are in the order of their texts.
    for (let after = cursor; after < end;) {
      const { entries, nextCursor } = await this.feed.page(after, PAGE);
      if (entries.length > 0) yield entries;
      // Where nothing is written, no page comes as far as the cursor of this moment.
      if (nextCursor === after) return;
      after = nextCursor;
    }
  }

  /** From where their follower stands to this moment. */
  private gap() {
    return Promise.all([this.feed.end(), this.followed.load(POSITIONS_FOLLOWER)]);
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
      .project<Net>({ symbol: 1, netQty: '$position.netQty' })
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
          { $group: { _id: '$symbol', netQty: { $sum: signed } } },
          { $project: { symbol: '$_id', netQty: 1 } },
        ],
        DECIDED,
      )
      .toArray();
  }
}
