/** Items in a row, and the cursor behind all that was looked at for them. */
export interface RingPage<Item> {
  items: Item[];
  cursor: string;
}

/** Cursors sort as text, in the order of the feed; what is dropped is dropped by the hundred. */
const SLACK = 1_000;

/** The newest of what the feed brought, for all in this process that keep up with it. */
export class FeedRing<Item> {
  /** Rises when there is a gap: what came before it is not followed by what comes after. */
  epoch = 0;
  /** Behind everything that the ring has seen; null before anything. */
  tail: string | null = null;
  /** Everything between here and the tail is in the ring. */
  private floor: string | null = null;
  private items: Item[] = [];
  private waiting = new Set<() => void>();

  /** @param cursorOf the place in the feed right behind an item */
  constructor(
    private readonly capacity: number,
    private readonly cursorOf: (item: Item) => string,
  ) {}

  /** Begins anew behind a cursor. */
  reset(cursor: string | null): void {
    this.epoch += 1;
    this.items = [];
    this.floor = cursor;
    this.tail = cursor;
    this.tell();
  }

  append({ items, cursor }: RingPage<Item>): void {
    this.items.push(...items);
    this.tail = cursor;
    if (this.items.length > this.capacity + SLACK) {
      const dropped = this.items.splice(0, this.items.length - this.capacity);
      this.floor = this.cursorOf(dropped.at(-1)!);
    }
    this.tell();
  }

  /** What follows a cursor; `behind` the ring where it is dropped, `ahead` of what it has seen. */
  after(cursor: string, limit: number): RingPage<Item> | 'behind' | 'ahead' {
    if (this.floor === null || this.tail === null || cursor > this.tail) return 'ahead';
    if (cursor < this.floor) return 'behind';
    const start = this.firstBehind(cursor);
    const items = this.items.slice(start, start + limit);
    const isAll = start + items.length === this.items.length;
    return { items, cursor: isAll ? this.tail : this.cursorOf(items.at(-1)!) };
  }

  /** Calls back once, when something came. */
  onceMoved(callback: () => void): void {
    this.waiting.add(callback);
  }

  forget(callback: () => void): void {
    this.waiting.delete(callback);
  }

  /** Has everybody who waits look again. */
  tell(): void {
    const waiting = this.waiting;
    this.waiting = new Set();
    for (const callback of waiting) callback();
  }

  private firstBehind(cursor: string): number {
    let low = 0;
    let high = this.items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.cursorOf(this.items[middle]) > cursor) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
