import type { OrderView } from '@ome/contracts';
import { isOpen } from '../order/order-state';

/** Changes are passed on this often: each one sorts the blotter, and nobody reads faster. */
const FLUSH_MS = 250;
/** The maximum number passed on at once, so that a listener does not block the page for long. */
const PIECE = 750;
const NEXT_PIECE_MS = 40;
const COUNT_MS = 400;
/** Closed orders above this number are forgotten, oldest first; the API still has them. */
const MAX_ORDERS = 20_000;
const FORGOTTEN_AT_ONCE = 1_000;

export interface OrderChanges {
  /** In their current state, new ones among them. */
  changed: OrderView[];
  forgotten: OrderView[];
}

export interface OrderCounts {
  total: number;
  open: number;
  inDoubt: number;
  rejected: number;
}

type Listener = (changes: OrderChanges) => void;

interface Subscriber {
  listener: Listener;
  /** Orders not yet reported to it, in their current state. */
  unsent: Set<string>;
}

/**
 * The orders that the pages show, outside React: 200 changes a second must not render anything 200
 * times. The highest version of an order counts, wherever it comes from.
 */
export class OrderStore {
  private readonly orders = new Map<string, OrderView>();
  private readonly subscribers = new Set<Subscriber>();
  private readonly countListeners = new Set<() => void>();
  private flushTimer: ReturnType<typeof setTimeout> | null = null;
  private countTimer: ReturnType<typeof setTimeout> | null = null;
  private tally: OrderCounts = { total: 0, open: 0, inDoubt: 0, rejected: 0 };
  private shownCounts: OrderCounts = this.tally;

  get(orderId: string): OrderView | undefined {
    return this.orders.get(orderId);
  }

  get isEmpty(): boolean {
    return this.orders.size === 0;
  }

  openOnes(): OrderView[] {
    return [...this.orders.values()].filter(isOpen);
  }

  take(orders: readonly OrderView[]): void {
    let isNews = false;
    for (const order of orders) isNews = this.takeOne(order) || isNews;
    if (!isNews) return;
    this.countTimer ??= setTimeout(() => this.showCounts(), COUNT_MS);
    this.flushIn(FLUSH_MS);
    // The first order is shown at once.
    if (this.shownCounts.total === 0 && this.tally.total > 0) this.showCounts();
  }

  /** Reports all orders, in chunks, and then changes. */
  readonly subscribe = (listener: Listener): (() => void) => {
    const subscriber = { listener, unsent: new Set(this.orders.keys()) };
    this.subscribers.add(subscriber);
    this.flushIn(0);
    return () => this.subscribers.delete(subscriber);
  };

  readonly onCounts = (listener: () => void): (() => void) => {
    this.countListeners.add(listener);
    return () => this.countListeners.delete(listener);
  };

  /** The same object until it changes. */
  readonly counts = (): OrderCounts => this.shownCounts;

  /** @returns whether it is newer than the known version */
  private takeOne(order: OrderView): boolean {
    const before = this.orders.get(order.orderId);
    if (before && before.version >= order.version) return false;
    this.orders.set(order.orderId, order);
    if (before) this.count(before, -1);
    this.count(order, 1);
    for (const { unsent } of this.subscribers) unsent.add(order.orderId);
    return true;
  }

  private count(order: OrderView, by: 1 | -1): void {
    const { total, open, inDoubt, rejected } = this.tally;
    this.tally = {
      total: total + by,
      open: open + (isOpen(order) ? by : 0),
      inDoubt: inDoubt + (order.inDoubt ? by : 0),
      rejected: rejected + (order.ordStatus === 'Rejected' ? by : 0),
    };
  }

  private flushIn(ms: number): void {
    this.flushTimer ??= setTimeout(() => this.flush(), ms);
  }

  private flush(): void {
    this.flushTimer = null;
    const forgotten = this.forgetOldest();
    for (const { listener, unsent } of this.subscribers) {
      const changed = [...unsent].slice(0, PIECE).flatMap((orderId) => {
        unsent.delete(orderId);
        return this.orders.get(orderId) ?? [];
      });
      if (changed.length > 0 || forgotten.length > 0) listener({ changed, forgotten });
      if (unsent.size > 0) this.flushIn(NEXT_PIECE_MS);
    }
  }

  private showCounts(): void {
    if (this.countTimer !== null) clearTimeout(this.countTimer);
    this.countTimer = null;
    this.shownCounts = this.tally;
    for (const listener of this.countListeners) listener();
  }

  private forgetOldest(): OrderView[] {
    const surplus = this.orders.size - MAX_ORDERS;
    if (surplus <= 0) return [];
    const forgotten = [...this.orders.values()]
      .filter((order) => !isOpen(order))
      .sort((one, other) => (one.createdAt < other.createdAt ? -1 : 1))
      // More than needed, so that they are not sorted every time.
      .slice(0, surplus + FORGOTTEN_AT_ONCE);
    for (const order of forgotten) {
      this.orders.delete(order.orderId);
      this.count(order, -1);
    }
    return forgotten;
  }
}
