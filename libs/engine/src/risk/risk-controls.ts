import { setTimeout as sleep } from 'node:timers/promises';
import {
  APPROVAL_RULE_NAMES,
  type ApprovalRules,
  type ApprovalScope,
  type ApprovalSetting,
  Decimal,
  decimalText,
  type KillSwitch,
  type KillSwitchKey,
  KillSwitchMode,
  type LimitScope,
  type LimitSetting,
  limitValue,
  type Refusal,
  refuse,
  RefusalCode,
  type RiskLimits,
  type RiskRule,
  scopeName,
  type SetLimits,
} from '@ome/domain';
import { StoreUnavailable } from '@ome/event-store';
import type { Clock } from '../clock-and-ids';
import type { LeasedRiskSettings } from './leased-risk-settings';
import {
  type ChangeOrigin,
  COUNTED_RULES,
  type LimitChange,
  type RiskChange,
  type RiskCounters,
  type RiskNudger,
  type RiskStore,
} from './risk-ports';

/** Null removes a rule. */
export type ApprovalRuleChanges = {
  readonly [Rule in keyof ApprovalRules]?: ApprovalRules[Rule] | null;
};

/** Null removes a rule. */
export type LimitChanges = { readonly [Rule in RiskRule]?: RiskLimits[Rule] | null };

const POLL_MS = 20;
const ACCOUNTS_AT_ONCE = 500;
/** Longer than a lease and a failover of the store. */
const PATIENCE_MS = 15_000;

/**
 * Changes limits and switches. Each change is answered when it is in force in every process that
 * accepts orders: from then on nothing that it forbids passes.
 */
export class RiskControls {
  constructor(
    private readonly store: RiskStore,
    private readonly settings: LeasedRiskSettings,
    private readonly counters: RiskCounters,
    private readonly clock: Clock,
    private readonly nudger: RiskNudger,
  ) {}

  /**
   * Rules that are not named stay unchanged, even under concurrent changes.
   *
   * @param seen the version that was edited; null to change whichever is current
   */
  async setLimits(
    scope: LimitScope,
    changes: LimitChanges,
    seen: number | null,
    origin: ChangeOrigin,
  ): Promise<Refusal | null> {
    const refusal = await this.changeLimits(scope, seen, origin, (before) =>
      changed(before, changes),
    );
    if (!refusal) await this.countOpenOrders(scope, changed({}, changes));
    return refusal;
  }

  /** @param seen as for `setLimits` */
  removeLimits(
    scope: LimitScope,
    seen: number | null,
    origin: ChangeOrigin,
  ): Promise<Refusal | null> {
    return this.changeLimits(scope, seen, origin, () => ({}));
  }

  /** Decides again on the current state, as often as another change comes first. */
  private async changeLimits(
    scope: LimitScope,
    seen: number | null,
    origin: ChangeOrigin,
    changing: (before: SetLimits) => SetLimits,
  ): Promise<Refusal | null> {
    for (;;) {
      const { limits: all } = await this.store.load();
      const before = all.find((setting) => isSame(setting, scope)) ?? null;
      if (seen !== null && seen !== (before?.version ?? 0)) {
        return refuse(RefusalCode.LimitsChanged);
      }
      const limits = changing(before?.limits ?? {});
      if (!before && Object.keys(limits).length === 0 && !origin.approval) return null;
      const change = this.limitChange(scope, before, limits, origin);
      const version = await this.store.changeLimits(change);
      if (version === 'outdated') continue;
      return this.made(version);
    }
  }

  private limitChange(
    { account, exchange, symbol }: LimitScope,
    before: LimitSetting | null,
    limits: SetLimits,
    { by, requestId, approval }: ChangeOrigin,
  ): LimitChange {
    const scope = { account, exchange, symbol };
    const at = this.clock.now();
    const isRemoved = Object.keys(limits).length === 0;
    return {
      scope,
      before,
      after: isRemoved ? null : { ...scope, limits, setBy: by, setAt: at },
      record: {
        at,
        by,
        requestId,
        scope,
        action: isRemoved ? 'limitsRemoved' : 'limitsSet',
        before: plain(before?.limits ?? null),
        after: isRemoved ? null : plain(limits),
        ...(approval && { approval }),
      },
    };
  }

  /**
   * Rules of approval that are not named stay unchanged.
   *
   * @param seen as for `setLimits`
   */
  async setApprovals(
    { account, userId }: ApprovalScope,
    changes: ApprovalRuleChanges,
    seen: number | null,
    { by, requestId, approval }: ChangeOrigin,
  ): Promise<Refusal | null> {
    const scope = { account, userId };
    for (;;) {
      const { approvals } = await this.store.load();
      const before =
        approvals.find((each) => each.account === account && each.userId === userId) ?? null;
      if (seen !== null && seen !== (before?.version ?? 0)) {
        return refuse(RefusalCode.LimitsChanged);
      }
      const rules = changedRules(before, changes);
      const isRemoved = Object.keys(rules).length === 0;
      if (!before && isRemoved && !approval) return null;
      const at = this.clock.now();
      const version = await this.store.changeApprovals({
        scope,
        before,
        after: isRemoved ? null : { ...scope, rules, setBy: by, setAt: at },
        record: {
          at,
          by,
          requestId,
          scope,
          action: isRemoved ? 'approvalsRemoved' : 'approvalsSet',
          before: before && plainRules(before.rules),
          after: isRemoved ? null : plainRules(rules),
          ...(approval && { approval }),
        },
      });
      if (version === 'outdated') continue;
      return this.made(version);
    }
  }

  /** @param mode null for the current mode of a switch that is on, else to block new orders */
  async pull(
    { scope, id }: KillSwitchKey,
    asked: { mode: KillSwitchMode | null; reason: string },
    origin: ChangeOrigin,
  ): Promise<KillSwitch> {
    const before = await this.pulled({ scope, id });
    const { reason } = asked;
    const was = before && { mode: before.mode, reason: before.reason, by: before.by };
    const after = { mode: asked.mode ?? before?.mode ?? KillSwitchMode.BlockNew, reason };
    // Before the change: a switch whose pull was not recorded must not be in force.
    await this.store.record(this.changeOf('switchPulled', { scope, id }, origin, was, after));
    const pulled = { scope, id, ...asked, by: origin.by, at: this.clock.now() };
    const { version, mode } = await this.store.pull(pulled);
    await this.inForce(version);
    return { ...pulled, mode };
  }

  /** False if the switch was not on. */
  async release({ scope, id }: KillSwitchKey, origin: ChangeOrigin): Promise<boolean | Refusal> {
    const pulled = await this.pulled({ scope, id });
    if (!pulled && !origin.approval) return false;
    const was = pulled && { mode: pulled.mode, reason: pulled.reason, by: pulled.by };
    const record = this.changeOf('switchReleased', { scope, id }, origin, was, null);
    return (await this.made(await this.store.release({ scope, id }, record))) ?? true;
  }

  private async pulled({ scope, id }: KillSwitchKey): Promise<KillSwitch | null> {
    const { switches } = await this.store.load();
    return switches.find((each) => each.scope === scope && each.id === id) ?? null;
  }

  /** Orders that were open before counting began count from here on. */
  private async countOpenOrders({ account }: LimitScope, limits: SetLimits): Promise<void> {
    if (!COUNTED_RULES.some((rule) => limits[rule] !== undefined)) return;
    if (account !== null) return this.counters.settle(account);
    for (let after: string | null = ''; after !== null;) {
      const page = await this.counters.accounts(after, ACCOUNTS_AT_ONCE);
      await this.counters.settleAll(page.items.map((each) => each.account));
      after = page.next;
    }
  }

  private async made(version: number | 'decided'): Promise<Refusal | null> {
    if (version === 'decided') return refuse(RefusalCode.NotAwaitingApproval);
    await this.inForce(version);
    return null;
  }

  /** @throws StoreUnavailable if some process neither confirms nor lets its lease run out */
  private async inForce(version: number): Promise<void> {
    this.nudger.nudge(version);
    const deadline = this.clock.now().getTime() + PATIENCE_MS;
    for (;;) {
      await this.settings.refresh().catch(() => undefined);
      const waiting = await this.store.readersBefore(version);
      if (waiting.length === 0) return;
      if (this.clock.now().getTime() > deadline) {
        throw new StoreUnavailable(`Not confirmed by ${waiting.join(', ')}; send it again`);
      }
      await sleep(POLL_MS);
    }
  }

  private changeOf(
    action: RiskChange['action'],
    scope: RiskChange['scope'],
    { by, requestId, approval }: ChangeOrigin,
    before: object | null,
    after: object | null,
  ): RiskChange {
    const at = this.clock.now();
    return { at, by, requestId, action, scope, before, after, ...(approval && { approval }) };
  }
}

const isSame = (left: LimitScope, right: LimitScope): boolean =>
  scopeName(left) === scopeName(right) &&
  left.account === right.account &&
  left.exchange === right.exchange &&
  left.symbol === right.symbol;

/** A rule that is off, or names no product, holds nothing. */
function changedRules(before: ApprovalSetting | null, changes: ApprovalRuleChanges): ApprovalRules {
  const merged = { ...before?.rules, ...changes };
  const isOff = (value: unknown) => !value || (Array.isArray(value) && value.length === 0);
  return Object.fromEntries(
    APPROVAL_RULE_NAMES.flatMap((rule) => (isOff(merged[rule]) ? [] : [[rule, merged[rule]]])),
  );
}

/** As the audit stores them: decimals as text. */
export const plainRules = (rules: ApprovalRules): object =>
  Object.fromEntries(
    Object.entries(rules).map(([rule, value]) => [
      rule,
      value instanceof Decimal ? decimalText(value) : (value as unknown),
    ]),
  );

function changed(before: SetLimits, changes: LimitChanges): SetLimits {
  const merged = Object.entries({ ...before, ...changes });
  return Object.fromEntries(merged.filter(([, value]) => value !== null && value !== false));
}

/** As the audit stores them: decimals as text. */
const plain = (limits: SetLimits | null): object | null =>
  limits &&
  Object.fromEntries(Object.entries(limits).map(([rule, value]) => [rule, limitValue(value)]));
