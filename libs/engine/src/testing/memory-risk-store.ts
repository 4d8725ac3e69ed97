import {
  type ApprovalScope,
  type ApprovalSetting,
  type KillSwitch,
  type KillSwitchKey,
  KillSwitchMode,
  type LimitScope,
  type LimitSetting,
} from '@ome/domain';
import {
  type ApprovalRulesChange,
  type LimitChange,
  type NotMade,
  type PulledSwitch,
  READER_LEASE_MS,
  type RiskChange,
  type RiskSettings,
  RiskStore,
} from '../risk/risk-ports';

/** Limits and switches in memory, for specs, with leases by the test's clock. */
export class MemoryRiskStore extends RiskStore {
  limits: LimitSetting[] = [];
  switches: KillSwitch[] = [];
  approvals: ApprovalSetting[] = [];
  recorded: RiskChange[] = [];
  isDown = false;
  private newest = 0;
  confirmations = 0;
  private readonly readers = new Map<string, { version: number; until: number }>();

  constructor(private readonly elapsedMs: () => number = () => 0) {
    super();
  }

  async confirm(reader: string, version: number): Promise<number> {
    if (this.isDown) throw new Error('The store is down');
    this.readers.set(reader, { version, until: this.elapsedMs() + READER_LEASE_MS });
    this.confirmations += 1;
    return this.newest;
  }

  async version(): Promise<number> {
    if (this.isDown) throw new Error('The store is down');
    return this.newest;
  }

  async leave(reader: string): Promise<void> {
    this.readers.delete(reader);
  }

  async load(): Promise<RiskSettings> {
    if (this.isDown) throw new Error('The store is down');
    const { limits, switches, approvals } = this;
    return { limits: [...limits], switches: [...switches], approvals: [...approvals] };
  }

  async readersBefore(wanted: number): Promise<string[]> {
    const now = this.elapsedMs();
    const late = [...this.readers].filter(
      ([, { version, until }]) => until > now && version < wanted,
    );
    return late.map(([reader]) => reader);
  }

  async changeLimits({ scope, before, after, record }: LimitChange): Promise<number | NotMade> {
    const current = this.limits.find((each) => isSameScope(each, scope));
    if (current?.version !== before?.version) return 'outdated';
    this.newest += 1;
    const version = this.newest;
    const others = this.limits.filter((each) => !isSameScope(each, scope));
    this.limits = after ? [...others, { ...after, version }] : others;
    await this.record(record);
    return version;
  }

  async changeApprovals(change: ApprovalRulesChange): Promise<number | NotMade> {
    const { scope, before, after, record } = change;
    const isSame = (one: ApprovalScope) =>
      one.account === scope.account && one.userId === scope.userId;
    if (this.approvals.find(isSame)?.version !== before?.version) return 'outdated';
    this.newest += 1;
    const version = this.newest;
    const others = this.approvals.filter((each) => !isSame(each));
    this.approvals = after ? [...others, { ...after, version }] : others;
    await this.record(record);
    return version;
  }

  async pull(pulled: PulledSwitch) {
    const known = this.switches.find((each) => isSameSwitch(each, pulled));
    const mode = pulled.mode ?? known?.mode ?? KillSwitchMode.BlockNew;
    this.switches = [...this.switches.filter((each) => each !== known), { ...pulled, mode }];
    return { version: ++this.newest, mode };
  }

  async release(key: KillSwitchKey, record?: RiskChange): Promise<number> {
    this.switches = this.switches.filter((each) => !isSameSwitch(each, key));
    if (record) await this.record(record);
    return ++this.newest;
  }

  async record(change: RiskChange): Promise<void> {
    this.recorded.unshift(change);
  }

  async changes(limit: number): Promise<RiskChange[]> {
    return this.recorded.slice(0, limit);
  }
}

const isSameScope = (left: LimitScope, right: LimitScope): boolean =>
  left.account === right.account &&
  left.exchange === right.exchange &&
  left.symbol === right.symbol;

const isSameSwitch = (left: KillSwitchKey, right: KillSwitchKey): boolean =>
  left.scope === right.scope && left.id === right.id;
