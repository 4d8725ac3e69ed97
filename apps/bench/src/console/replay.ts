import { fillOf } from '@ome/client';
import type { FeedItem, FillView, OrderView, ValuedPositionView } from '@ome/contracts';
import type { Recording } from './recording';

/** A recording during playback: the engine's answers after the items played so far. */
export class Replay {
  private readonly byId = new Map<string, OrderView>();
  private readonly fills: FillView[] = [];
  private next = 0;

  constructor(private readonly recording: Recording) {
    this.play(recording.placed);
  }

  /** @returns the next items, at most this many */
  play(count: number): FeedItem[] {
    const items = this.recording.items.slice(this.next, this.next + count);
    this.next += items.length;
    for (const item of items) {
      this.byId.set(item.orderId, item.order);
      const fill = fillOf(item);
      if (fill) this.fills.push(fill);
    }
    return items;
  }

  get cursor(): string {
    return this.recording.items[this.next - 1].cursor;
  }

  /** Newest first. */
  orders(): OrderView[] {
    return [...this.byId.values()].reverse();
  }

  newestFills(limit: number): FillView[] {
    return this.fills.slice(-limit).reverse();
  }

  positions(): ValuedPositionView[] {
    const { items, placed, positions } = this.recording;
    const share = (this.next - placed) / (items.length - placed);
    return positions[Math.min(Math.floor(share * positions.length), positions.length - 1)];
  }

  answer(path: string): unknown {
    return this.recording.answers[path];
  }
}
