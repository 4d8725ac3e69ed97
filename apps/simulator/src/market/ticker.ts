import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { guarded } from './guarded';
import { Market } from './market';

/** Feeds follow a hurried market this often, at most. */
const LEAST_MS = 50;

/** Tells those who listen that the market has moved on. */
@Injectable()
export class Ticker implements OnModuleDestroy {
  private readonly listeners = new Set<() => void>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly market: Market) {}

  start(listener: () => void): void {
    this.listeners.add(listener);
    this.timer ??= this.next();
  }

  stop(listener: () => void): void {
    this.listeners.delete(listener);
  }

  onModuleDestroy(): void {
    this.listeners.clear();
    clearTimeout(this.timer);
  }

  private next(): NodeJS.Timeout {
    return setTimeout(
      () => {
        for (const listener of this.listeners) guarded(listener);
        this.timer = this.listeners.size > 0 ? this.next() : undefined;
      },
      Math.max(LEAST_MS, this.market.stepMs),
    ).unref();
  }
}
