import { LimitTable } from '@ome/domain';
import type { Clock } from '../clock-and-ids';
import { COUNTED_RULES, type RiskCounters, type RiskStore } from './risk-ports';

const INTERVAL_MS = 5_000;
const ACCOUNTS_AT_ONCE = 500;

/**
 * Releases reservations of orders that closed, or that a crash kept from the journal, and counts
 * orders that the venue opened, some accounts at a time. Nothing waits for it: a request that
 * reaches a limit settles its own account.
 */
export class SettleCounters {
  private settledAt = -Infinity;
  /** The account settled last; the next run continues after it. */
  private after = '';

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
    const { items, next } = await this.counters.accounts(this.after, ACCOUNTS_AT_ONCE);
    this.after = next ?? '';
    const faults: unknown[] = [];
    for (const { account, reduces } of items) {
      if (!reduces && !table.sets(account, COUNTED_RULES)) continue;
      await this.counters.settle(account).catch((fault: unknown) => faults.push(fault));
    }
    if (faults.length > 0) throw faults[0];
  }
}
