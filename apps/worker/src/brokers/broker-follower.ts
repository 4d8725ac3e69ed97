import { setTimeout as sleep } from 'node:timers/promises';
import type { BrokerOrder, Order } from '@ome/domain';
import { type AbsorbRows, type BrokerLink, type ReconcileBroker } from '@ome/engine';
import { KeyedQueue } from '@ome/event-store';

export interface FollowerOptions {
  /** How often the books are read while the stream is down. */
  pollMs: number;
  /** How often everything is compared. */
  reconcileMs: number;
  /** Before the first new try after the stream was cut; doubled up to a minute. */
  reconnectMs: number;
  onFailure: (what: string, error: unknown) => void;
}

/** What the follower of a session knows of its stream. */
export interface StreamStatus {
  open: boolean;
  since: Date;
  heardAt: Date | null;
  reconciledAt: Date | null;
}

const TICK_MS = 200;
const MAX_RECONNECT_MS = 60_000;
/** A frame may be quicker than the answer that brings the broker's number of its order. */
const RETRY_FRAME_MS = [300, 1_000, 3_000, 10_000];
/** Fills in a row come in a row of frames: one call asks for all of them. */
const GATHER_TRADES_MS = 150;

/**
 * Follows one broker session: books what its stream says, reads the books where the stream is off or
 * has gaps, and compares everything every so often. Nothing depends on a frame being heard.
 */
export class BrokerFollower {
  private readonly turns = new KeyedQueue();
  private readonly gathering = new Set<string>();
  private stream: StreamStatus = {
    open: false,
    since: new Date(),
    heardAt: null,
    reconciledAt: null,
  };
  /** Something may have been missed: the books have to be read. */
  private behind = true;
  private readAt = 0;

  constructor(
    private readonly link: BrokerLink,
    private readonly absorbRows: AbsorbRows,
    private readonly reconcile: ReconcileBroker,
    private readonly options: FollowerOptions,
  ) {}

  get status(): StreamStatus {
    return this.stream;
  }

  async run(stop: AbortSignal): Promise<void> {
    this.behind = true;
    await Promise.all([this.followStream(stop), this.readBooks(stop)]);
  }

  private async followStream(stop: AbortSignal): Promise<void> {
    let pauseMs = this.options.reconnectMs;
    while (!stop.aborted) {
      if (this.link.isUp()) {
        await this.link.follow(this.listener(), stop).catch(this.failed('the order stream'));
        pauseMs = this.stream.open ? this.options.reconnectMs : pauseMs * 2;
        this.stream = { ...this.stream, open: false, since: new Date() };
        await pause(Math.min(pauseMs, MAX_RECONNECT_MS), stop);
      } else {
        await pause(TICK_MS, stop);
      }
    }
  }

  private listener() {
    return {
      opened: () => {
        this.stream = { ...this.stream, open: true, since: new Date() };
        this.behind = true;
      },
      order: (row: BrokerOrder) => {
        const at = new Date();
        this.stream = { ...this.stream, heardAt: at };
        void this.heard(row, at, 0);
      },
    };
  }

  private async readBooks(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      if (this.link.isUp()) await this.readIfDue(stop);
      await pause(TICK_MS, stop);
    }
  }

  private async readIfDue(stop: AbortSignal): Promise<void> {
    const now = new Date();
    const sinceRead = now.getTime() - this.readAt;
    const sinceCompared = now.getTime() - (this.stream.reconciledAt?.getTime() ?? 0);
    const { pollMs, reconcileMs } = this.options;
    const isDue = this.behind || sinceCompared >= reconcileMs;
    if (!isDue && (this.stream.open || sinceRead < pollMs)) return;
    // What is missed from here on is for the next time.
    this.behind = false;
    this.readAt = now.getTime();
    try {
      const found = isDue
        ? await this.reconcile.run(this.link)
        : await this.reconcile.compareOrders(this.link, now);
      if (isDue) this.stream = { ...this.stream, reconciledAt: now };
      const unread = found.find(({ kind }) => kind === 'notCompared');
      if (unread) throw new Error(`Order ${unread.brokerOrderId}: ${unread.done}`);
    } catch (error) {
      this.failed('the books')(error);
      this.behind = true;
      await pause(pollMs, stop);
    }
  }

  /** Frames of one order one after another, those of different orders at the same time. */
  private heard(row: BrokerOrder, at: Date, tries: number): Promise<void> {
    return this.turns
      .run(row.brokerOrderId, async () => {
        const absorbed = await this.absorbRows.absorb(this.link.name, row, at);
        if (!absorbed || absorbed.changed) {
          // Somebody may have placed or changed an order past this engine: the book tells.
          const isNews = absorbed !== null || this.link.adoptsInto !== null;
          if (isNews && tries > 0) this.behind = true;
          this.hearAgain(row, at, tries);
        }
        if (absorbed?.unbooked?.gt(0)) this.askForTrades(absorbed.order, row);
      })
      .catch((error: unknown) => {
        this.failed('a frame of the order stream')(error);
        this.behind = true;
      });
  }

  private hearAgain(row: BrokerOrder, at: Date, tries: number): void {
    const delayMs = RETRY_FRAME_MS[tries];
    if (delayMs !== undefined) {
      setTimeout(() => void this.heard(row, at, tries + 1), delayMs).unref();
    }
  }

  private askForTrades(order: Order, row: BrokerOrder): void {
    if (this.gathering.has(order.orderId)) return;
    this.gathering.add(order.orderId);
    setTimeout(() => {
      this.gathering.delete(order.orderId);
      void this.turns.run(row.brokerOrderId, () => this.bookTrades(order, row));
    }, GATHER_TRADES_MS).unref();
  }

  private async bookTrades(order: Order, row: BrokerOrder): Promise<void> {
    try {
      const trades = await this.link.trades(order);
      await this.absorbRows.absorbTrades(
        order,
        trades.map(({ ours }) => ours),
      );
      // Whether a request came too late can be told from a filled order only.
      await this.absorbRows.absorb(this.link.name, row, new Date());
    } catch (error) {
      this.failed('the trade book')(error);
      this.behind = true;
    }
  }

  private failed(what: string): (error: unknown) => void {
    return (error) => this.options.onFailure(what, error);
  }
}

const pause = (ms: number, stop: AbortSignal): Promise<unknown> =>
  sleep(ms, undefined, { signal: stop }).catch(() => undefined);
