import { Injectable } from '@nestjs/common';
import { Clock } from '../clock';
import type { Broker } from '../front';
import { SimulatorConfig } from '../simulator.config';
import type { BrokerAccount } from './broker-account';
import { DAY_MS, startOfDay } from './indian-time';
import { type CallClass, type Limit, SimulatedBrokers, type Unit } from './simulated-broker';

/** A call beyond a limit. */
export interface Excess {
  window: string;
  unit: Unit;
  limit: number;
  /** Calls within the window, this one included. */
  count: number;
}

export interface WindowSummary {
  broker: Broker;
  account: string;
  window: string;
  limit: number;
  /** The most calls that the window ever held. */
  highest: number;
}

const SPAN_MS: Readonly<Record<Unit, number>> = { second: 1_000, minute: 60_000, day: DAY_MS };

/** The times of the calls that a limit covers, oldest first. */
class Window {
  private times: number[] = [];
  private first = 0;
  highest = 0;

  constructor(readonly limit: Limit) {}

  /** Records a call; returns the count of the window that ends with it. */
  take(now: Date): number {
    const since = now.getTime() - SPAN_MS[this.limit.unit];
    const start = this.limit.unit === 'day' ? startOfDay(now).getTime() - 1 : since;
    this.times.push(now.getTime());
    while (this.times[this.first] <= start) this.first += 1;
    if (this.first > 10_000) {
      this.times = this.times.slice(this.first);
      this.first = 0;
    }
    const count = this.times.length - this.first;
    this.highest = Math.max(this.highest, count);
    return count;
  }
}

/**
 * Counts calls as the brokers do: seconds and minutes in sliding windows, days from midnight in
 * India. A refused call counts, too.
 */
@Injectable()
export class RateLimits {
  private windows = new Map<BrokerAccount, Window[]>();

  constructor(
    private readonly config: SimulatorConfig,
    private readonly clock: Clock,
    private readonly brokers: SimulatedBrokers,
  ) {}

  /** The first limit that the call breaks, or null. */
  take(account: BrokerAccount, callClass: CallClass): Excess | null {
    const now = this.clock.now();
    let excess: Excess | null = null;
    for (const window of this.windowsOf(account)) {
      if (!window.limit.covers.includes(callClass)) continue;
      const count = window.take(now);
      const limit = this.maxOf(window);
      if (count > limit) {
        excess ??= { window: window.limit.name, unit: window.limit.unit, limit, count };
      }
    }
    return excess;
  }

  summary(): WindowSummary[] {
    return [...this.windows].flatMap(([{ broker, userId }, windows]) =>
      windows.map((window) => ({
        broker,
        account: userId,
        window: window.limit.name,
        limit: this.maxOf(window),
        highest: window.highest,
      })),
    );
  }

  reset(): void {
    this.windows = new Map();
  }

  private maxOf(window: Window): number {
    return window.limit.max * this.config.limitFactor;
  }

  private windowsOf(account: BrokerAccount): Window[] {
    const known = this.windows.get(account);
    if (known) return known;
    const windows = this.brokers.named(account.broker).limits.map((limit) => new Window(limit));
    this.windows.set(account, windows);
    return windows;
  }
}
