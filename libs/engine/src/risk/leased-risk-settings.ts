import { type ApprovalSetting, type KillSwitch, LimitTable } from '@ome/domain';
import { StoreUnavailable } from '@ome/event-store';
import { READER_LEASE_MS, type RiskStore } from './risk-ports';

/** Orders are accepted for this long after the settings were last requested. */
const CURRENT_MS = 2_500;
/** How long the lease is trusted here: clocks run at slightly different speeds. */
const TRUSTED_LEASE_MS = READER_LEASE_MS - 500;
/** Within this time of the last confirmation, comparing versions is enough: the lease lasts longer. */
const CONFIRMED_MS = 1_200;
/** A change whose author died before it had a version still takes effect. */
const RELOAD_MS = 5_000;

/** Permission to accept one request; must be released when the request is decided. */
export interface Permit {
  /** False if other processes may have considered this one dead meanwhile. */
  isHeld(): boolean;
  release(): void;
}

/** Inputs of `refresh`; injected so that tests can stop time. */
export interface LeasedRiskSettingsOptions {
  reader: string;
  /** A monotonic clock. */
  elapsedMs: () => number;
}

/**
 * The limits and kill switches that this process applies, in memory, so that an order costs no
 * read.
 *
 * Why no process accepts or sends an order against a switch after the request that set it was
 * answered: each process is a reader with a lease at the store, and that request is answered only
 * when every reader with a lease has confirmed the new version. A process
 * 1. accepts and sends only while it knows that its lease holds, by its own clock from before it
 * asked; after being stopped, cut off or starved, it must ask again first, and then learns of the
 * switch;
 * 2. confirms a version only after everything it let pass under an older one is decided: each order
 *   or
 * replace that it accepts, its own or a client's, has a permit until it is journalled or refused;
 * 3. writes a command to a link only if the version that the command was checked against is the
 *   newest
 * here at that moment (`standing`), so that a version that is installed, and only then confirmed,
 * stops everything that was checked before it. One case remains: a process that pauses between the
 * check and the journal for longer than its lease. It detects that by `isHeld` once an order or a
 * replace is journalled, and takes it back. Until then 3 keeps other processes from sending it.
 * Limits work the same way as switches.
 */
export class LeasedRiskSettings {
  limits = new LimitTable([]);
  switches: readonly KillSwitch[] = [];
  approvalSettings: readonly ApprovalSetting[] = [];
  private installed = -1;
  private confirmed = -1;
  private loadedAt = -Infinity;
  private installedAt = -Infinity;
  private askedAt = -Infinity;
  /** Changes with each lapse of the lease. */
  private tenure = 0;
  private generation = 0;
  private readonly outstanding = new Map<number, number>();
  private drained: (() => void) | null = null;
  private refreshing: Promise<void> | null = null;

  constructor(
    private readonly store: RiskStore,
    private readonly options: LeasedRiskSettingsOptions,
  ) {}

  /** Synchronous, except in a process that has just started or was cut off: it has to ask first. */
  permit(): Permit | Promise<Permit> {
    return this.isCurrent() ? this.issue() : this.permitOnceCurrent();
  }

  /** Asks the store for the current version; called every half second or so. */
  refresh(): Promise<void> {
    this.refreshing ??= this.ask().finally(() => (this.refreshing = null));
    return this.refreshing;
  }

  /** Asks at once for an announced version: a running refresh may have asked before it existed. */
  async onVersionAnnounced(version: number): Promise<void> {
    if (this.refreshing) await this.refreshing.catch(() => undefined);
    if (this.installed < version) await this.refresh();
  }

  /** @throws StoreUnavailable: what cannot be checked is refused */
  async ensureCurrent(): Promise<void> {
    if (this.isCurrent()) return;
    // A running refresh may have begun while the store was away.
    if (this.refreshing) await this.refreshing.catch(() => undefined);
    if (this.isCurrent()) return;
    try {
      await this.refresh();
    } catch (cause) {
      throw new StoreUnavailable('The risk settings cannot be read', { cause });
    }
    if (!this.isCurrent()) throw new StoreUnavailable('The risk settings came too late');
  }

  /** Whether a check made now is still valid, despite newer settings or a pause. */
  standing(): () => boolean {
    const { generation, tenure } = this;
    return () => this.generation === generation && this.isLeaseHeld(tenure);
  }

  /** The version of the settings that apply here. */
  get version(): number {
    return this.installed;
  }

  /** Whether there is neither a limit nor a switch. */
  get isEmpty(): boolean {
    return this.limits.isEmpty && this.switches.length === 0;
  }

  /** For how long nothing about the settings has changed here. */
  get unchangedMs(): number {
    return this.options.elapsedMs() - this.installedAt;
  }

  leave(): Promise<void> {
    this.askedAt = -Infinity;
    return this.store.leave(this.options.reader);
  }

  private async permitOnceCurrent(): Promise<Permit> {
    await this.ensureCurrent();
    return this.issue();
  }

  private isCurrent(): boolean {
    return this.options.elapsedMs() - this.askedAt < CURRENT_MS;
  }

  private issue(): Permit {
    const { generation, tenure } = this;
    this.outstanding.set(generation, (this.outstanding.get(generation) ?? 0) + 1);
    return {
      isHeld: () => this.isLeaseHeld(tenure),
      release: () => this.releasePermit(generation),
    };
  }

  private isLeaseHeld(tenure: number): boolean {
    return this.tenure === tenure && this.options.elapsedMs() - this.askedAt < TRUSTED_LEASE_MS;
  }

  private releasePermit(generation: number): void {
    const left = this.outstanding.get(generation)! - 1;
    if (left > 0) this.outstanding.set(generation, left);
    else this.outstanding.delete(generation);
    if (this.isDrained()) this.drained?.();
  }

  private async ask(): Promise<void> {
    const { reader, elapsedMs } = this.options;
    const askedAt = elapsedMs();
    if (await this.isUnchanged(askedAt)) return this.reloadIfDue(this.installed, askedAt);
    const version = await this.store.confirm(reader, this.confirmed);
    if (elapsedMs() - this.askedAt > TRUSTED_LEASE_MS) this.tenure += 1;
    if (version !== this.installed) await this.load(version, askedAt);
    else await this.reloadIfDue(version, askedAt);
    this.askedAt = askedAt;
  }

  /** A read instead of a write; it does not extend the lease. */
  private async isUnchanged(now: number): Promise<boolean> {
    if (now - this.askedAt > CONFIRMED_MS) return false;
    return (await this.store.version()) === this.installed;
  }

  private async reloadIfDue(version: number, now: number): Promise<void> {
    if (now - this.loadedAt > RELOAD_MS) await this.load(version, now);
  }

  private async load(version: number, askedAt: number): Promise<void> {
    const { limits, switches, approvals } = await this.store.load();
    this.limits = new LimitTable(limits);
    this.switches = switches;
    this.approvalSettings = approvals;
    this.loadedAt = askedAt;
    if (version === this.installed) return;
    this.installed = version;
    this.installedAt = this.options.elapsedMs();
    this.generation += 1;
    this.drained = () => this.confirmInstalled();
    if (this.isDrained()) this.drained();
  }

  private isDrained(): boolean {
    for (const generation of this.outstanding.keys()) {
      if (generation !== this.generation) return false;
    }
    return true;
  }

  private confirmInstalled(): void {
    this.drained = null;
    this.confirmed = this.installed;
    const { reader } = this.options;
    // The next refresh repeats the confirmation if this one is lost.
    void this.store.confirm(reader, this.confirmed).catch(() => undefined);
  }
}
