import type { LiveBatch, LiveProblem } from '@ome/contracts';
import { BATCH_ITEMS, type LiveFeed } from './live-feed';
import { isWanted, type LivePage, type Wanted } from './rooms';

/** The time for a subscriber to take a batch; a slower one could not keep up. */
const TAKE_WITHIN_MS = 5_000;
/** The interval for sending a new cursor if no events are for the subscriber. */
const TELL_CURSOR_MS = 15_000;
const RETRY_MS = 1_000;

const SLOW: LiveProblem = {
  code: 'slow',
  detail: 'The subscriber is too slow: resume from the last cursor',
};

/** Delivers a batch, and resolves once the subscriber has it. Never rejects. */
export type Deliver = (batch: LiveBatch) => Promise<unknown>;

/** Delivers the feed to one subscriber from its cursor on, at the subscriber's pace. */
export class LivePump {
  private isStopped = false;
  private wake: () => void = () => undefined;
  /** The ring's epoch when the subscriber caught up with it. */
  private liveIn: number | null = null;
  private toldAt = Date.now();

  constructor(
    private readonly feed: LiveFeed,
    private readonly wanted: Wanted,
    private cursor: string,
    private readonly deliver: Deliver,
  ) {}

  stop(): void {
    this.isStopped = true;
    this.wake();
  }

  /** Resolves to the reason for disconnecting the subscriber, or to null after `stop`. */
  async run(): Promise<LiveProblem | null> {
    while (!this.isStopped) {
      try {
        const page = await this.next();
        const keepsUp = page !== 'lost' && (page === null || (await this.handOver(page)));
        if (!keepsUp && !this.isStopped) return SLOW;
      } catch (error) {
        const problem = await this.feed.problemOf(error).catch(() => null);
        if (problem) return problem;
        // The store is down: events wait there, and the subscriber waits here.
        await this.sleep(RETRY_MS);
      }
    }
    return null;
  }

  /** The events after the cursor; null if there were none, and there may be some now. */
  private async next(): Promise<LivePage | 'lost' | null> {
    const { ring } = this.feed;
    const known = ring.after(this.cursor, BATCH_ITEMS);
    if (typeof known === 'object') {
      this.liveIn = ring.epoch;
      if (known.cursor !== this.cursor) return known;
    } else {
      if (known === 'behind' && this.liveIn === ring.epoch) return 'lost';
      const page = await this.feed.page(this.cursor);
      const isAhead = ring.after(page.cursor, 1) === 'ahead';
      if (page.items.length > 0 || !isAhead) return page;
      this.cursor = page.cursor;
    }
    await this.ringMoved();
    return null;
  }

  /** False if the subscriber did not take it in time. */
  private async handOver({ items, cursor }: LivePage): Promise<boolean> {
    const wanted = items.filter((item) => isWanted(this.wanted, item)).map(({ item }) => item);
    const isDue = Date.now() - this.toldAt > TELL_CURSOR_MS;
    if ((wanted.length > 0 || isDue) && !(await this.isTaken({ items: wanted, cursor }))) {
      return false;
    }
    this.cursor = cursor;
    return true;
  }

  private async isTaken(batch: LiveBatch): Promise<boolean> {
    const slept = this.sleep(TAKE_WITHIN_MS);
    const { wake } = this;
    let isTaken = false;
    void this.deliver(batch).then(() => {
      isTaken = true;
      wake();
    });
    await slept;
    this.toldAt = Date.now();
    return isTaken;
  }

  private async ringMoved(): Promise<void> {
    const slept = this.sleep(TELL_CURSOR_MS);
    const { wake } = this;
    this.feed.ring.onceMoved(wake);
    await slept;
    this.feed.ring.forget(wake);
  }

  /** Waits until it is woken, or for this long. */
  private async sleep(ms: number): Promise<void> {
    if (this.isStopped) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
