import type { Command } from '@ome/domain';
import type {
  Admission,
  ExecutionLink,
  LinkHealthStatus,
  LinkRequest,
  LookUpOutcome,
  SendOutcome,
} from '@ome/engine';
import type { FixLog, LogState } from '@ome/fix';
import type { FixLinkAccess } from '@ome/platform';
import { exchangeDecimals } from '../price-decimals';
import { wireClOrdId } from './cl-ord-ids';
import { type FixVenue, type TakeVenueReport, VenueSession } from './venue-session';

/** The name that orders use. */
export const FIX = 'fix';

export const fixRoute = ({ session }: Pick<FixLinkAccess, 'session'>): string =>
  `${FIX}-${session}`;

export interface FixLinkOptions {
  access: FixLinkAccess;
  timeoutMs: number;
  connections: number;
  newOrderMaxWaitMs: number;
  now: () => Date;
  onHealthChange: () => void;
  /** What happens to a connection, for the operator. */
  tell: (text: string) => void;
}

/**
 * A session on which the engine logs on to a venue and sends its orders. One process at a time serves
 * it; in the others the link only says so.
 */
export class FixLink implements ExecutionLink {
  readonly name = FIX;
  readonly route: string;
  readonly accounts: readonly string[] | null;
  readonly concurrency: number;
  readonly newOrderMaxWaitMs: number;
  readonly reportsExpiry = false;
  readonly priceDecimals = exchangeDecimals;
  private served: VenueSession | null = null;
  private isHere = false;
  private isShort = false;
  private state: LinkHealthStatus = { up: false, lastError: null, since: new Date() };
  private readonly listeners: (() => void)[] = [];

  constructor(private readonly options: FixLinkOptions) {
    const { access, connections, newOrderMaxWaitMs } = options;
    this.route = fixRoute(access);
    this.accounts = access.accounts;
    this.concurrency = connections;
    this.newOrderMaxWaitMs = newOrderMaxWaitMs;
  }

  get session(): string {
    return this.options.access.session;
  }

  get status(): LinkHealthStatus {
    return this.state;
  }

  isUp(): boolean {
    return this.state.up;
  }

  isServedHere(): boolean {
    return this.isHere;
  }

  onServed(listener: () => void): void {
    this.listeners.push(listener);
  }

  admit(): Promise<Admission> {
    return Promise.resolve({ admitted: true });
  }

  /** Every attempt has the ClOrdID of its request: a venue that has it already knows it again. */
  tag({ clOrdId }: Command): string {
    return wireClOrdId(clOrdId, this.isShort);
  }

  send(request: LinkRequest): Promise<SendOutcome> {
    if (this.served) return this.served.send(request);
    const text = this.state.lastError ?? 'Another process serves the session';
    return Promise.resolve({ outcome: 'notSent', text, retryAfterMs: null });
  }

  lookUp(request: LinkRequest): Promise<LookUpOutcome> {
    if (this.served) return this.served.lookUp(request);
    return Promise.resolve({ outcome: 'unanswered', text: 'Another process serves the session' });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Whether this process is to serve the session; if it cannot at the moment, why. */
  beServedHere(isHere: boolean, obstacle: string | null = null): void {
    const isNews = this.isHere !== isHere;
    this.isHere = isHere;
    if (obstacle !== null || !isHere) this.health(false, obstacle);
    if (isNews) for (const listener of this.listeners) listener();
  }

  /**
   * Logs on, and again whenever the connection ends, until `stop` aborts.
   *
   * @throws where the log cannot be written, or another process has taken the session
   */
  async serve(
    venue: FixVenue,
    log: FixLog,
    state: LogState,
    take: TakeVenueReport,
    stop: AbortSignal,
  ): Promise<void> {
    const { access, timeoutMs, now, tell } = this.options;
    const session = new VenueSession(venue, access, log, state, {
      take,
      timeoutMs,
      now,
      tell,
      health: (up, text) => this.health(up, text),
    });
    this.isShort = venue.terms.shortClOrdIds;
    this.served = session;
    try {
      await session.run(stop);
    } finally {
      this.served = null;
      this.health(false, null);
    }
  }

  private health(up: boolean, text: string | null): void {
    const { state } = this;
    if (state.up === up && (text === null || text === state.lastError)) return;
    const since = state.up === up ? state.since : this.options.now();
    this.state = { up, lastError: text ?? state.lastError, since };
    this.options.onHealthChange();
  }
}
