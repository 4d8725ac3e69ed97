import type { LiveSubscriber, OmeClient } from '@ome/client';
import type { FeedItem, LiveProblem, OrderView, PageRequest } from '@ome/contracts';
import { allPages } from '../api/all-pages';
import { orderIdOf } from '../order/order-state';
import type { OrderStore } from './order-store';

/** Of the newest orders, open or not; open ones are loaded however old they are. */
const RECENT_ORDERS = 5_000;
const LOAD_AGAIN_MS = 2_000;

export type LiveState =
  | { name: 'connecting' }
  | { name: 'live'; since: number }
  | { name: 'lost'; since: number; why: string };

type ItemListener = (items: readonly FeedItem[]) => void;

/**
 * Applies the event feed to the order store. Existing orders are loaded once after the subscription
 * starts, so that no event is missed in between.
 */
export class LiveConnection {
  private readonly stateListeners = new Set<() => void>();
  private readonly itemListeners = new Set<ItemListener>();
  private subscriber: LiveSubscriber | null = null;
  private loadTimer: ReturnType<typeof setTimeout> | undefined;
  private shown: LiveState = { name: 'connecting' };
  private hasLoaded = false;

  constructor(
    private readonly client: OmeClient,
    private readonly orders: OrderStore,
  ) {}

  start(): void {
    this.subscribe();
  }

  stop(): void {
    clearTimeout(this.loadTimer);
    const { subscriber } = this;
    this.subscriber = null;
    subscriber?.close();
  }

  readonly state = (): LiveState => this.shown;

  /** Whether all existing orders have been loaded. */
  readonly isLoaded = (): boolean => this.hasLoaded;

  readonly onState = (listener: () => void): (() => void) => {
    this.stateListeners.add(listener);
    return () => this.stateListeners.delete(listener);
  };

  /** Called for every event of the feed once, in order. */
  readonly onItems = (listener: ItemListener): (() => void) => {
    this.itemListeners.add(listener);
    return () => this.itemListeners.delete(listener);
  };

  private subscribe(after?: string): void {
    const subscriber: LiveSubscriber = this.client.live({
      rooms: ['all'],
      ...(after !== undefined && { after }),
      onItems: (items) => this.take(items),
      onState: (state) => {
        if (this.subscriber !== subscriber) return;
        if (state === 'live') this.found();
        if (state === 'lost') this.lose('The connection to the engine is lost.');
        if (state === 'closed') this.lose('The feed has ended: reload the page.');
      },
      onCut: (problem) => this.cut(problem),
    });
    this.subscriber = subscriber;
  }

  private take(items: readonly FeedItem[]): void {
    this.orders.take(items.map(({ order }) => order));
    for (const listener of this.itemListeners) listener(items);
  }

  private found(): void {
    this.show({ name: 'live', since: Date.now() });
    if (!this.hasLoaded) void this.load();
  }

  private cut({ code, cursor, detail }: LiveProblem): void {
    this.show({ name: 'lost', since: Date.now(), why: detail });
    if (code !== 'cursorExpired' || cursor === undefined) return;
    // The missed events have left the feed: everything is loaded again.
    this.hasLoaded = false;
    this.subscribe(cursor);
  }

  private lose(why: string): void {
    if (this.shown.name !== 'lost') this.show({ name: 'lost', since: Date.now(), why });
    // Without the feed, orders can be viewed as of when they were loaded.
    if (this.orders.isEmpty) void this.load();
  }

  private async load(): Promise<void> {
    clearTimeout(this.loadTimer);
    const wasLive = this.shown.name === 'live';
    try {
      const held = this.orders.openOnes();
      const open = new Set((await this.loadPages({ open: true }, Infinity)).map(orderIdOf));
      // Closed while nobody was listening.
      for (const orderId of held.map(orderIdOf).filter((id) => !open.has(id))) {
        this.orders.take([await this.client.orders.show(orderId)]);
      }
      await this.loadPages({}, RECENT_ORDERS);
      // Orders loaded before the subscription started are loaded again when it does.
      this.hasLoaded = wasLive;
      this.tell();
    } catch {
      if (wasLive) this.loadTimer = setTimeout(() => void this.load(), LOAD_AGAIN_MS);
    }
  }

  private loadPages(filter: { open?: boolean }, most: number): Promise<OrderView[]> {
    return allPages(most, async (page: PageRequest) => {
      const loaded = await this.client.orders.list({ ...filter, ...page });
      this.orders.take(loaded.items);
      return loaded;
    });
  }

  private show(state: LiveState): void {
    this.shown = state;
    this.tell();
  }

  private tell(): void {
    for (const listener of this.stateListeners) listener();
  }
}
