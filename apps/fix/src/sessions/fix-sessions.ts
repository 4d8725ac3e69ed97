import { Leader } from '@ome/composition';
import {
  dictionaryOf,
  ENVELOPES,
  type FixApplication,
  type FixLog,
  type FixMessage,
  FixSession,
} from '@ome/fix';
import type { EventFeed } from '@ome/engine';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Leases } from '@ome/persistence';
import type { ReportedEvents } from '../reports/reported-events';
import { ServedSession } from './served-session';
import { OUR_COMP_ID, type SessionDefinition } from './session-definition';

/** Messages of one session that are acted on at once. */
const WINDOW = 200;
const TICK_MS = 100;
const RETRY_MS = 500;

export interface SessionLog {
  info(what: object, text: string): void;
  warn(what: object, text: string): void;
}

/** The sessions that this process serves: each is served by one process at a time. */
export class FixSessions {
  private readonly served = new Map<string, ServedSession>();
  private readonly leaders: Leader[];
  private ticking: NodeJS.Timeout | undefined;

  constructor(
    definitions: readonly SessionDefinition[],
    leases: Leases,
    private readonly logOf: (session: string) => FixLog,
    private readonly feed: EventFeed,
    private readonly events: ReportedEvents,
    private readonly applicationOf: (definition: SessionDefinition) => FixApplication,
    private readonly log: SessionLog,
  ) {
    this.leaders = definitions.map(
      (definition) =>
        new Leader(
          leases,
          `fix:${definition.compId}`,
          (stop) => this.serve(definition, stop),
          (err) => this.log.warn({ err, session: definition.compId }, 'A session is not served'),
        ),
    );
  }

  start(): void {
    for (const leader of this.leaders) leader.start();
    this.ticking = setInterval(() => this.tick(), TICK_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.ticking);
    await Promise.all(this.leaders.map((leader) => leader.stop()));
  }

  /** The session that a Logon names; null where this process serves none of that name. */
  find(logon: FixMessage): FixSession | null {
    if (logon.get(56) !== OUR_COMP_ID) return null;
    return this.served.get(`${logon.get(8)} ${logon.get(49)}`)?.session ?? null;
  }

  private tick(): void {
    for (const { session } of this.served.values()) session.tick();
  }

  private async serve(definition: SessionDefinition, stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      try {
        await this.serveFromLog(definition, stop);
      } catch (err) {
        this.log.warn(
          { err, session: definition.compId },
          'A FIX session begins anew from its log',
        );
        await sleep(RETRY_MS);
      }
    }
  }

  /** Until this process is to stop, or the log cannot be written. */
  private async serveFromLog(definition: SessionDefinition, stop: AbortSignal): Promise<void> {
    const { compId, version } = definition;
    const envelope = ENVELOPES[version];
    const log = this.logOf(`${envelope.beginString}:${OUR_COMP_ID}->${compId}`);
    const state = await log.open();
    const cursor = state.cursor ?? (await this.feed.end());
    // What is done from now on must be reported also where this process ends before its first report.
    if (state.cursor === null) await log.append({ out: [], nextIn: state.nextIn, cursor });
    const failed = new AbortController();
    const session = new FixSession(
      {
        ...envelope,
        senderCompId: OUR_COMP_ID,
        targetCompId: compId,
        dictionary: dictionaryOf(version),
        resetOnLogon: false,
        resetAllowed: true,
        window: WINDOW,
        now: () => new Date(),
        initiator: null,
        onGivenUp: (reason) => this.log.info({ session: compId, reason }, 'A FIX connection ended'),
        onLogFailed: (error) => failed.abort(error),
      },
      log,
      this.applicationOf(definition),
      state,
    );
    const served = new ServedSession(definition, session, cursor);
    const key = `${envelope.beginString} ${compId}`;
    this.served.set(key, served);
    try {
      await this.consume(served, definition, AbortSignal.any([stop, failed.signal]));
      failed.signal.throwIfAborted();
    } finally {
      this.served.delete(key);
      session.close('The session is served elsewhere');
      await session.settled().catch(() => undefined);
    }
  }

  private async consume(
    served: ServedSession,
    { compId }: SessionDefinition,
    over: AbortSignal,
  ): Promise<void> {
    while (!over.aborted) {
      try {
        await served.consume(this.feed, this.events, over);
      } catch (err) {
        if (over.aborted) return;
        this.log.warn({ err, session: compId }, 'Reports wait, and are tried again');
        await sleep(RETRY_MS);
      }
    }
  }
}
