import { setTimeout as sleep } from 'node:timers/promises';
import {
  type KillSwitch,
  type KillSwitchKey,
  type LimitScope,
  type LimitSetting,
  limitValue,
  type RiskLimits,
  type RiskRule,
  scopeName,
  type SetLimits,
} from '@ome/domain';
import type { Origin } from '../order-writer';
import { type Clock, StoreUnavailable } from '../ports';
import type { RiskBook } from './risk-book';
import { COUNTED_RULES, type RiskChange, type RiskCounters, type RiskStore } from './risk-ports';

/** Null takes a rule back. */
export type LimitChanges = { readonly [Rule in RiskRule]?: RiskLimits[Rule] | null };

const POLL_MS = 20;
/** Longer than a lease and a store that changes its primary. */
const PATIENCE_MS = 15_000;

/**
 * Changes limits and switches. Each change is answered when it is in force in every process that
 * takes orders: from then on nothing passes that it forbids.
 */
export class RiskControls {
  constructor(
    private readonly store: RiskStore,
    private readonly book: RiskBook,
    private readonly counters: RiskCounters,
    private readonly clock: Clock,
  ) {}

  async setLimits(
    scope: LimitScope,
    changes: LimitChanges,
    origin: Origin,
  ): Promise<LimitSetting | null> {
    const { limits: all } = await this.store.load();
    const before = all.find((setting) => isSame(setting, scope))?.limits ?? null;
    const limits = changed(before ?? {}, changes);
    if (Object.keys(limits).length === 0) {
      await this.removeLimits(scope, origin);
      return null;
    }
    const setting = { ...scope, limits, setBy: origin.by, setAt: this.clock.now() };
    await this.record('limitsSet', scope, origin, plain(before), plain(limits));
    const version = await this.store.setLimits(setting);
    await this.inForce(version);
    await this.countOpenOrders(scope, limits);
    return setting;
  }

  /** False where nothing was set. */
  async removeLimits(scope: LimitScope, origin: Origin): Promise<boolean> {
    const { limits: all } = await this.store.load();
    const before = all.find((setting) => isSame(setting, scope));
    if (!before) return false;
    await this.record('limitsRemoved', scope, origin, plain(before.limits), null);
    const version = await this.store.removeLimits(scope);
    await this.inForce(version);
    return true;
  }

  async pull({ scope, id }: KillSwitchKey, reason: string, origin: Origin): Promise<KillSwitch> {
    const pulled = { scope, id, reason, by: origin.by, at: this.clock.now() };
    await this.record('switchPulled', { scope, id }, origin, null, { reason });
    const version = await this.store.pull(pulled);
    await this.inForce(version);
    return pulled;
  }

  /** False where the switch was not pulled. */
  async release({ scope, id }: KillSwitchKey, origin: Origin): Promise<boolean> {
    const { switches } = await this.store.load();
    const pulled = switches.find((each) => each.scope === scope && each.id === id);
    if (!pulled) return false;
    const { reason, by } = pulled;
    await this.record('switchReleased', { scope, id }, origin, { reason, by }, null);
    const version = await this.store.release({ scope, id });
    await this.inForce(version);
    return true;
  }

  /** Orders that were open before anybody counted them count from here on. */
  private async countOpenOrders({ account }: LimitScope, limits: SetLimits): Promise<void> {
    if (!COUNTED_RULES.some((rule) => limits[rule] !== undefined)) return;
    const accounts = account === null ? await this.counters.accounts() : [account];
    for (const each of accounts) await this.counters.settle(each);
  }

  /** @throws StoreUnavailable where some process neither confirms nor lets its lease run out */
  private async inForce(version: number): Promise<void> {
    const deadline = this.clock.now().getTime() + PATIENCE_MS;
    for (;;) {
      await this.book.refresh().catch(() => undefined);
      const waiting = await this.store.readersBefore(version);
      if (waiting.length === 0) return;
      if (this.clock.now().getTime() > deadline) {
        throw new StoreUnavailable(`Not confirmed by ${waiting.join(', ')}; send it again`);
      }
      await sleep(POLL_MS);
    }
  }

  /** Before the change: one that was not written down must not be in force. */
  private record(
    action: RiskChange['action'],
    scope: RiskChange['scope'],
    { by, requestId }: Origin,
    before: object | null,
    after: object | null,
  ): Promise<void> {
    const at = this.clock.now();
    return this.store.record({ at, by, requestId, action, scope, before, after });
  }
}

const isSame = (left: LimitScope, right: LimitScope): boolean =>
  scopeName(left) === scopeName(right) &&
  left.account === right.account &&
  left.exchange === right.exchange &&
  left.symbol === right.symbol;

function changed(before: SetLimits, changes: LimitChanges): SetLimits {
  const merged = Object.entries({ ...before, ...changes });
  return Object.fromEntries(merged.filter(([, value]) => value !== null && value !== false));
}

/** As the audit keeps them: decimals as text. */
const plain = (limits: SetLimits | null): object | null =>
  limits &&
  Object.fromEntries(Object.entries(limits).map(([rule, value]) => [rule, limitValue(value)]));
