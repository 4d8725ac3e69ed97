import { setTimeout as sleep } from 'node:timers/promises';
import type { BrokerOrder, Order } from '@ome/domain';
import type { AbsorbRows, BrokerLink, ReconcileBroker, UnreadableRow } from '@ome/engine';
import { KeyedQueue } from '@ome/event-store';

export interface BrokerSyncOptions {
  /** Interval for polling the order book while the stream is down. */
  pollMs: number;
  /** Interval of full reconciliations. */
  reconcileMs: number;
  /** Delay before the first reconnect; doubled up to a minute. */
  reconnectMs: number;
  /** The clock that orders are stamped with: rows without a time are of its day. */
  now: () => Date;
  onFailure: (what: string, error: unknown) => void;
}

/** The state of a session's order stream. */
export interface StreamStatus {
  open: boolean;
  since: Date;
  heardAt: Date | null;
  reconciledAt: Date | null;
}

const TICK_MS = 200;
const MAX_RECONNECT_MS = 60_000;
/**
 * A frame may arrive before the response with the broker's id of its order, and its executions may be
 * asked for while the limits leave no room.
 */
const RETRY_FRAME_MS = [300, 1_000, 3_000, 10_000];
/** Several fills come as several frames: one call requests all of them. */
const GATHER_TRADES_MS = 150;

/**
 * Keeps one broker session in step: books its order stream, polls the order book while the stream
 * is down, and reconciles at intervals and after gaps. A lost frame is made up for by the next
 * reconciliation.
 */
export class BrokerSync {
  private readonly turns = new KeyedQueue();
  private readonly gathering = new Set<string>();
  private stream: StreamStatus;
  /** Frames may have been missed: a reconciliation is due. */
  private isReconcileDue = true;
  private readAt = 0;

  constructor(
    private readonly link: BrokerLink,
    private readonly absorbRows: AbsorbRows,
    private readonly reconcile: ReconcileBroker,
    private readonly options: BrokerSyncOptions,
  ) {
    this.stream = { open: false, since: options.now(), heardAt: null, reconciledAt: null };
  }

  get status(): StreamStatus {
    return this.stream;
  }

  async run(stop: AbortSignal): Promise<void> {
    this.isReconcileDue = true;
    await Promise.all([this.consumeStream(stop), this.readBooks(stop)]);
  }

  private async consumeStream(stop: AbortSignal): Promise<void> {
    let pauseMs = this.options.reconnectMs;
    while (!stop.aborted) {
      if (this.link.isUp()) {
        await this.link.streamOrders(this.listener(), stop).catch(this.failed('the order stream'));
        pauseMs = this.stream.open ? this.options.reconnectMs : pauseMs * 2;
        this.stream = { ...this.stream, open: false, since: this.options.now() };
        await pause(Math.min(pauseMs, MAX_RECONNECT_MS), stop);
      } else {
        await pause(TICK_MS, stop);
      }
    }
  }

  private listener() {
    return {
      opened: () => {
        this.stream = { ...this.stream, open: true, since: this.options.now() };
        this.isReconcileDue = true;
      },
      order: (row: BrokerOrder) => {
        const at = this.options.now();
        this.stream = { ...this.stream, heardAt: at };
        void this.bookFrame(row, at, 0);
      },
      unreadable: (row: UnreadableRow) => {
        this.stream = { ...this.stream, heardAt: this.options.now() };
        this.isReconcileDue = true;
        this.absorbRows.keepUnreadable(this.link.name, [row]).catch(this.failed('a frame'));
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
    const now = this.options.now();
    const sinceRead = now.getTime() - this.readAt;
    const sinceCompared = now.getTime() - (this.stream.reconciledAt?.getTime() ?? 0);
    const { pollMs, reconcileMs } = this.options;
    const isDue = this.isReconcileDue || sinceCompared >= reconcileMs;
    if (!isDue && (this.stream.open || sinceRead < pollMs)) return;
    // Frames missed from here on are covered by the next reconciliation.
    this.isReconcileDue = false;
    this.readAt = now.getTime();
    try {
      const { unfinished } = isDue
        ? await this.reconcile.run(this.link)
        : await this.reconcile.compareOrders(this.link, now);
      if (isDue) this.stream = { ...this.stream, reconciledAt: now };
      if (unfinished) throw new Error(unfinished);
    } catch (error) {
      this.failed('the books')(error);
      this.isReconcileDue = true;
      // A session that ended is read as soon as it is logged in again.
      if (this.link.isUp()) await pause(pollMs, stop);
    }
  }

  /** Books the frames of one order in sequence, those of different orders concurrently. */
  private bookFrame(row: BrokerOrder, at: Date, tries: number): Promise<void> {
    return this.turns
      .run(row.brokerOrderId, async () => {
        const absorbed = await this.absorbRows.absorb(this.link.name, row, at);
        if (!absorbed || absorbed.changed) {
          // Somebody may have placed or changed an order outside the engine: the order book shows
          // it.
          const isNews = absorbed !== null || this.link.adoptsInto !== null;
          if (isNews && tries > 0) this.isReconcileDue = true;
          this.retryFrame(row, at, tries);
        }
        if (absorbed?.unbooked?.gt(0)) this.askForTrades(absorbed.order, row);
      })
      .catch((error: unknown) => {
        this.failed('a frame of the order stream')(error);
        this.isReconcileDue = true;
      });
  }

  private retryFrame(row: BrokerOrder, at: Date, tries: number): void {
    const delayMs = RETRY_FRAME_MS[tries];
    if (delayMs !== undefined) {
      setTimeout(() => void this.bookFrame(row, at, tries + 1), delayMs).unref();
    }
  }

  private askForTrades(
    order: Order,
    row: BrokerOrder,
    tries = 0,
    delayMs = GATHER_TRADES_MS,
  ): void {
    if (this.gathering.has(order.orderId)) return;
    this.gathering.add(order.orderId);
    setTimeout(() => {
      this.gathering.delete(order.orderId);
      void this.turns.run(row.brokerOrderId, () => this.bookTrades(order, row, tries));
    }, delayMs).unref();
  }

  private async bookTrades(order: Order, row: BrokerOrder, tries: number): Promise<void> {
    try {
      await this.absorbRows.absorbTrades(order, await this.link.trades(order));
      // Only a filled order shows that a request came too late.
      await this.absorbRows.absorb(this.link.name, row, this.options.now());
    } catch (error) {
      this.failed('the trade book')(error);
      this.isReconcileDue = true;
      const delayMs = RETRY_FRAME_MS[tries];
      if (delayMs !== undefined) this.askForTrades(order, row, tries + 1, delayMs);
    }
  }

  private failed(what: string): (error: unknown) => void {
    return (error) => this.options.onFailure(what, error);
  }
}

const pause = (ms: number, stop: AbortSignal): Promise<unknown> =>
  sleep(ms, undefined, { signal: stop }).catch(() => undefined);
