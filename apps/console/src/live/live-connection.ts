import {
  type FeedItem,
  LIVE_NAMESPACE,
  type LiveBatch,
  type LiveClientEvents,
  type LiveProblem,
  type LiveServerEvents,
  type OrderView,
  type Page,
} from '@ome/contracts';
import type { OmeClient } from '@ome/client';
import { io, type Socket } from 'socket.io-client';
import type { OrderStore } from './order-store';

const PAGE_SIZE = 1_000;
/** Of the newest orders, open or not; open ones are loaded however old they are. */
const RECENT_PAGES = 5;

export type LiveState =
  | { name: 'connecting' }
  | { name: 'live'; since: number }
  | { name: 'lost'; since: number; why: string };

type ItemListener = (items: readonly FeedItem[]) => void;

/**
 * Follows the feed of events into the order store. It subscribes first and loads the orders that
 * there are then, so that no event falls in between; after a lost connection it goes on behind the
 * last event that it has.
 */
export class LiveConnection {
  private readonly socket: Socket<LiveServerEvents, LiveClientEvents>;
  private readonly stateListeners = new Set<() => void>();
  private readonly itemListeners = new Set<ItemListener>();
  private cursor: string | null = null;
  private shown: LiveState = { name: 'connecting' };
  private loadedAll = false;

  constructor(
    private readonly client: OmeClient,
    private readonly orders: OrderStore,
    key: string | null,
  ) {
    this.socket = io(LIVE_NAMESPACE, {
      autoConnect: false,
      transports: ['websocket'],
      ...(key !== null && { auth: { key } }),
    });
  }

  start(): void {
    this.socket.on('connect', () => void this.subscribe());
    this.socket.on('events', (batch, taken) => this.take(batch, taken));
    this.socket.on('cut', (problem) => this.lose(problem.detail));
    this.socket.on('disconnect', (reason) => {
      this.lose('The connection to the engine is lost.');
      // A server that closes on purpose is not asked again by the library itself.
      if (reason === 'io server disconnect') this.socket.connect();
    });
    this.socket.on('connect_error', (error) => this.fail(error));
    this.socket.connect();
  }

  stop(): void {
    this.socket.removeAllListeners();
    this.socket.disconnect();
  }

  readonly state = (): LiveState => this.shown;

  /** Whether the orders that there were have all been loaded. */
  readonly isLoaded = (): boolean => this.loadedAll;

  readonly onState = (listener: () => void): (() => void) => {
    this.stateListeners.add(listener);
    return () => this.stateListeners.delete(listener);
  };

  /** Is told of every event of the feed once, in its order. */
  readonly onItems = (listener: ItemListener): (() => void) => {
    this.itemListeners.add(listener);
    return () => this.itemListeners.delete(listener);
  };

  private async subscribe(): Promise<void> {
    const after = this.cursor;
    const outcome = await this.socket.emitWithAck('subscribe', { rooms: ['all'], after });
    if ('problem' in outcome) return this.startAnew(outcome.problem);
    this.cursor ??= outcome.cursor;
    this.show({ name: 'live', since: Date.now() });
    if (after === null) await this.load();
  }

  private take({ items, cursor }: LiveBatch, taken: () => void): void {
    this.orders.take(items.map(({ order }) => order));
    this.cursor = cursor;
    taken();
    if (items.length > 0) for (const listener of this.itemListeners) listener(items);
  }

  /** What was missed is gone from the feed: everything is loaded again. */
  private async startAnew({ code, cursor, detail }: LiveProblem): Promise<void> {
    if (code !== 'cursorExpired' || !cursor) return this.lose(detail);
    this.cursor = cursor;
    await this.subscribe();
    await this.load();
  }

  private async load(): Promise<void> {
    try {
      await this.loadAll();
    } catch {
      // The banner says that the engine is away; what it says once it is back is complete.
      this.cursor = null;
      this.socket.disconnect().connect();
    }
  }

  private async loadAll(): Promise<void> {
    await this.loadPages({ open: true }, Infinity);
    await this.loadPages({}, RECENT_PAGES);
    this.loadedAll = true;
    this.tell();
  }

  private async loadPages(filter: { open?: boolean }, most: number): Promise<void> {
    let cursor: string | undefined;
    for (let count = 0; count < most; count += 1) {
      const query = { ...filter, limit: PAGE_SIZE, cursor };
      const page: Page<OrderView> = await this.client.orders.list(query);
      this.orders.take(page.items);
      if (page.nextCursor === null) return;
      cursor = page.nextCursor;
    }
  }

  /** Orders can be looked at without the feed, as of when they were loaded. */
  private fail(error: Error): void {
    this.lose(`The live feed does not answer: ${error.message}.`);
    if (!this.loadedAll) void this.loadAll().catch(() => undefined);
  }

  private lose(why: string): void {
    if (this.shown.name === 'lost' && this.shown.why === why) return;
    this.show({ name: 'lost', since: Date.now(), why });
  }

  private show(state: LiveState): void {
    this.shown = state;
    this.tell();
  }

  private tell(): void {
    for (const listener of this.stateListeners) listener();
  }
}
