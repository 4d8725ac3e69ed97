import type { FixLinkTerms } from '@ome/contracts';
import type { LinkRequest } from '@ome/engine';
import { type FixVersion, MemoryFixLog } from '@ome/fix';
import { FIX_LINK_DEFAULTS } from '@ome/persistence';
import { FixLinkAccess } from '@ome/platform';
import { eventually } from '../../../../../apps/simulator/src/testing/harness';
import { FixLink } from '../../fix/fix-link';
import type { VenueReport } from '../../fix/venue-reports';
import { LinkHarness } from './link-harness';
import { overheard } from './overheard';
import { ProcessLog } from './process-log';
import { SimulatedVenue } from './simulated-venue';

const PASSWORD = 'password-at-the-venue';

export class FixHarness extends LinkHarness<FixLink> {
  readonly identity = {
    name: 'fix',
    route: 'fix-SIMEX',
    accounts: ['42'],
    concurrency: 4,
    newOrderMaxWaitMs: 60_000,
  };
  readonly tagForm: RegExp;
  readonly venueSymbols = { option: 'NIFTY20OCT26C25000', share: 'RELIANCE' };
  readonly neverArrived = 'absent';
  readonly givesNumbers = false;
  override readonly doesNotApply = {
    'L-03': 'an attempt has the ClOrdID of its request, by which the venue recognises it',
    'L-12.in-answer': 'a venue says so by BusinessRejectReason (380) alone',
    'T-03': 'changes name an order by the ClOrdID that its own session gave it (OrigClOrdID)',
    'T-07': 'FIX has no message for the conversion of a position to another product',
  };
  readonly reports: VenueReport[] = [];
  /** The log outlives the process. */
  readonly kept = new MemoryFixLog();
  log = new ProcessLog(this.kept);
  /** Called before a report is taken. */
  beforeTake: () => Promise<void> = () => Promise.resolve();
  /** The port at which the link finds a venue that listens on the given one. */
  portOf: (port: number) => number | Promise<number> = (port) => port;
  /** False where the venue is not to be reached. */
  isReachable = true;
  private ending = new AbortController();
  private serving: Promise<void> = Promise.resolve();

  constructor(
    private readonly version: FixVersion,
    private readonly terms: Partial<FixLinkTerms> = {},
    private readonly files: FixLinkAccess['files'] = { cert: null, key: null, ca: null },
  ) {
    super();
    this.tagForm = terms.shortClOrdIds ? /^[0-9A-Za-z]{17,20}$/ : /^[0-9a-f]{24}(-\d+)?$/;
  }

  async start(): Promise<void> {
    this.venue = await SimulatedVenue.start('fix');
    await this.serve();
  }

  override async stop(): Promise<void> {
    await this.leave();
    await super.stop();
  }

  secrets(): string[] {
    return [PASSWORD];
  }

  /** A process serves the session, from what the log has. */
  async serve(): Promise<void> {
    const link = new FixLink({
      access: new FixLinkAccess('SIMEX', ['42'], 'engine', PASSWORD, this.files),
      timeoutMs: 1_500,
      connections: 4,
      newOrderMaxWaitMs: 60_000,
      now: () => new Date(),
      onHealthChange: () => undefined,
      tell: () => undefined,
    });
    this.link = overheard(link, this.words);
    link.beServedHere(true);
    const { hostname: host, port } = new URL(this.venue.url);
    const reached = await this.portOf(Number(port));
    const terms = { ...FIX_LINK_DEFAULTS, ...this.terms, host, port: reached };
    this.ending = new AbortController();
    this.log = new ProcessLog(this.kept);
    const { log } = this;
    const take = async (report: VenueReport): Promise<void> => {
      await this.beforeTake();
      // Nothing that a killed process does counts.
      if (this.log !== log) return new Promise(() => undefined);
      this.reports.push(report);
    };
    this.serving = link
      .serve({ version: this.version, terms }, log, await log.open(), take, this.ending.signal)
      .catch(() => undefined);
    if (this.isReachable) await eventually(() => expect(link.isUp()).toBe(true));
  }

  /** The process ends, as it does in order. */
  async leave(): Promise<void> {
    this.ending.abort();
    await this.serving;
  }

  /** The process is killed: its connection is cut, and what is not in the log is lost. */
  async kill(): Promise<void> {
    this.log.die();
    this.ending.abort();
    await this.venue.goDown();
    await this.venue.comeBack();
  }

  /** An attempt, with its number as the journal has it. */
  attempt(request: LinkRequest, attempts: number): LinkRequest {
    const { command } = request;
    const delivery = { ...command.delivery, attempts } as typeof command.delivery;
    return { ...request, command: { ...command, delivery } };
  }
}
