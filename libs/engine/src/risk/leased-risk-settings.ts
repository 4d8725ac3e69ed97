import { type KillSwitch, LimitTable } from '@ome/domain';
import { StoreUnavailable } from '@ome/event-store';
import { READER_LEASE_MS, type RiskStore } from './risk-ports';

/** Orders are taken for this long after the settings were last asked for. */
const CURRENT_MS = 2_500;
/** How far the lease is trusted here: clocks do not run at quite the same speed. */
const TRUSTED_LEASE_MS = READER_LEASE_MS - 500;
/** A change whose author died before it had a version comes into force all the same. */
const RELOAD_MS = 5_000;

/** The right to take one request; it must be given back when the request is decided. */
export interface Permit {
  /** False where this process may meanwhile have been taken for dead. */
  isHeld(): boolean;
  release(): void;
}

/** What `refresh` goes by; injected so that tests can stop time. */
export interface LeasedRiskSettingsOptions {
  reader: string;
  /** A clock that is never put back. */
  elapsedMs: () => number;
}

/**
 * Limits and kill switches as this process goes by them, in memory, so that an order costs no read.
 *
 * Why nothing is taken, and nothing sent, against a switch once pulling it was answered, in any
 * process: each process is a reader with a lease at the store, and the request that pulls a switch
 * is answered only when every reader with a lease has confirmed the new version. A process
 * 1. takes and sends only while it knows that its lease holds, by its own clock from before it
 *    asked; stopped, cut off or starved, it must ask again first, and then learns of the switch;
 * 2. confirms a version only after what it let pass under an older one is decided: each order or
 *    replace that it takes, its own or a client's, has a permit until it is journalled or refused;
 * 3. writes a command to a link only where the version that the command was judged by is the newest
 *    here at that moment (`standing`), so that a version that is installed, and only then confirmed,
 *    stops everything that was judged before it.
 * What is left is a process that stands still between the check and the journal for longer than its
 * lease: it sees that by `isHeld` once an order or a replace is journalled, and takes it back. Until
 * then 3 keeps other processes from sending it. Limits go the same way as switches.
 */
export class LeasedRiskSettings {
  limits = new LimitTable([]);
  switches: readonly KillSwitch[] = [];
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

  /** At once, but for a process that has just started or was cut off: that has to ask first. */
  permit(): Permit | Promise<Permit> {
    return this.isCurrent() ? this.issue() : this.askFirst();
  }

  /** Asks the store for the version of this moment; goes on every half second or so. */
  refresh(): Promise<void> {
    this.refreshing ??= this.ask().finally(() => (this.refreshing = null));
    return this.refreshing;
  }

  /** Asks at once where a version is said to be new: what is under way may have asked before it was. */
  async hear(version: number): Promise<void> {
    if (this.refreshing) await this.refreshing.catch(() => undefined);
    if (this.installed < version) await this.refresh();
  }

  /** @throws StoreUnavailable: what cannot be checked is not let pass */
  async ensureCurrent(): Promise<void> {
    if (this.isCurrent()) return;
    // What is under way may have begun while the store was away.
    if (this.refreshing) await this.refreshing.catch(() => undefined);
    if (this.isCurrent()) return;
    try {
      await this.refresh();
    } catch (cause) {
      throw new StoreUnavailable('The risk settings cannot be read', { cause });
    }
    if (!this.isCurrent()) throw new StoreUnavailable('The risk settings came too late');
  }

  /** Whether what is judged now still counts, by newer settings or after a pause. */
  standing(): () => boolean {
    const { generation, tenure } = this;
    return () => this.generation === generation && this.isLeaseHeld(tenure);
  }

  /** For how long, here, nothing about the settings is new. */
  get unchangedMs(): number {
    return this.options.elapsedMs() - this.installedAt;
  }

  leave(): Promise<void> {
    this.askedAt = -Infinity;
    return this.store.leave(this.options.reader);
  }

  private async askFirst(): Promise<Permit> {
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
      release: () => this.giveBack(generation),
    };
  }

  private isLeaseHeld(tenure: number): boolean {
    return this.tenure === tenure && this.options.elapsedMs() - this.askedAt < TRUSTED_LEASE_MS;
  }

  private giveBack(generation: number): void {
    const left = this.outstanding.get(generation)! - 1;
    if (left > 0) this.outstanding.set(generation, left);
    else this.outstanding.delete(generation);
    if (this.isDrained()) this.drained?.();
  }

  private async ask(): Promise<void> {
    const { reader, elapsedMs } = this.options;
    const askedAt = elapsedMs();
    const version = await this.store.confirm(reader, this.confirmed);
    if (elapsedMs() - this.askedAt > TRUSTED_LEASE_MS) this.tenure += 1;
    if (version !== this.installed || askedAt - this.loadedAt > RELOAD_MS) {
      await this.load(version, askedAt);
    }
    this.askedAt = askedAt;
  }

  private async load(version: number, askedAt: number): Promise<void> {
    const { limits, switches } = await this.store.load();
    this.limits = new LimitTable(limits);
    this.switches = switches;
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
    // The next refresh says it again, should this be lost.
    void this.store.confirm(reader, this.confirmed).catch(() => undefined);
  }
}
