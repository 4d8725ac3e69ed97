import { LimitTable } from '@ome/domain';
import type { Clock } from '../clock-and-ids';
import { COUNTED_RULES, type RiskCounters, type RiskStore } from './risk-ports';

const INTERVAL_MS = 5_000;

/**
 * Takes back what was reserved for orders that closed, or that a crash kept from the journal, and
 * counts orders that the venue opened. Nobody waits for it: who reaches a limit looks by itself.
 */
export class SettleCounters {
  private settledAt = -Infinity;

  constructor(
    private readonly store: RiskStore,
    private readonly counters: RiskCounters,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    const now = this.clock.now().getTime();
    if (now - this.settledAt < INTERVAL_MS) return;
    this.settledAt = now;
    const table = new LimitTable((await this.store.load()).limits);
    const counted = table.isEmpty ? [] : await this.counters.accounts();
    const limited = counted.filter((account) => table.sets(account, COUNTED_RULES));
    const accounts = new Set([...limited, ...(await this.counters.reducing())]);
    for (const account of accounts) await this.counters.settle(account);
  }
}
