import {
  type FeedItem,
  type LiveBatch,
  type LiveClientEvents,
  LIVE_NAMESPACE,
  type LiveProblem,
  type LiveRoom,
  type LiveServerEvents,
} from '@ome/contracts';
import { io, type Socket } from 'socket.io-client';

/**
 * `connecting` until the subscription is active, then `live`; `lost` while reconnecting; and
 * `closed` when nothing more comes: after `close`, or if reconnecting would not help.
 */
export type LiveState = 'connecting' | 'live' | 'lost' | 'closed';

export interface LiveOptions {
  rooms: LiveRoom[];
  /** The cursor of the last handled item; by default from now on. */
  after?: string;
  /**
   * Events in the order of the feed, each once. The next ones wait until the promise resolves; an
   * error that it throws closes the feed.
   */
  onItems: (items: FeedItem[], cursor: string) => void | Promise<void>;
  onState?: (state: LiveState) => void;
  /**
   * Why the engine ended or refused the subscription. After `slow` and `shutdown` it reconnects;
   * with `cursorExpired` events are missing: read the orders again, then start after `cursor`.
   */
  onCut?: (problem: LiveProblem) => void;
}

/** Only this timeout notices a connection that was closed without a message. */
const CONNECT_TIMEOUT_MS = 5_000;
const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5_000;

/** Reasons after which reconnecting helps. */
const PASSING: readonly LiveProblem['code'][] = ['slow', 'shutdown'];

/** A subscription to live events that reconnects, at the same place, whenever it is lost. */
export class LiveSubscriber {
  private readonly socket: Socket<LiveServerEvents, LiveClientEvents>;
  private position: string | null;
  private current: LiveState = 'connecting';
  private handling: Promise<void> = Promise.resolve();
  private retries = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;

  constructor(
    url: string,
    apiKey: string | undefined,
    private readonly options: LiveOptions,
  ) {
    this.position = options.after ?? null;
    this.socket = io(`${url}${LIVE_NAMESPACE}`, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      timeout: CONNECT_TIMEOUT_MS,
      ...(apiKey !== undefined && { auth: { apiKey } }),
    });
    this.socket.on('connect', () => void this.subscribe());
    this.socket.on('events', (batch, taken) => this.take(batch, taken));
    this.socket.on('cut', (problem) => this.cut(problem));
    this.socket.on('disconnect', () => this.lost());
    this.socket.on('connect_error', (error) => this.refused(error));
  }

  get state(): LiveState {
    return this.current;
  }

  /** The last handled item; null at first. */
  get cursor(): string | null {
    return this.position;
  }

  close(): void {
    clearTimeout(this.retry);
    this.become('closed');
    this.socket.disconnect();
  }

  private async subscribe(): Promise<void> {
    // Items received before the connection was lost count once they are handled.
    await this.handling;
    const { id } = this.socket;
    const subscription = { rooms: this.options.rooms, after: this.position };
    this.socket.emit('subscribe', subscription, (outcome) => {
      if (this.current === 'closed' || this.socket.id !== id) return;
      if ('problem' in outcome) return this.cut(outcome.problem);
      this.position ??= outcome.cursor;
      this.retries = 0;
      this.become('live');
    });
  }

  private take({ items, cursor }: LiveBatch, taken: () => void): void {
    this.handling = this.handle(items, cursor).then(taken);
  }

  private async handle(items: FeedItem[], cursor: string): Promise<void> {
    try {
      if (items.length > 0) await this.options.onItems(items, cursor);
      this.position = cursor;
    } catch (error) {
      this.close();
      throw error;
    }
  }

  private cut(problem: LiveProblem): void {
    if (this.current === 'closed') return;
    if (!PASSING.includes(problem.code)) this.close();
    this.options.onCut?.(problem);
  }

  /** The engine gives a reason for a refusal; a connection error has none. */
  private refused(error: Error & { data?: LiveProblem }): void {
    if (error.data?.code) this.cut(error.data);
    this.lost();
  }

  private lost(): void {
    if (this.current === 'closed') return;
    this.become('lost');
    const longest = Math.min(FIRST_RETRY_MS * 2 ** this.retries, LONGEST_RETRY_MS);
    this.retries += 1;
    clearTimeout(this.retry);
    // With jitter, so that clients do not all return at once.
    this.retry = setTimeout(() => this.socket.connect(), longest * (0.5 + Math.random() / 2));
  }

  private become(state: LiveState): void {
    if (state === this.current) return;
    this.current = state;
    this.options.onState?.(state);
  }
}
