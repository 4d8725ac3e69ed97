import { type ApiKeys, isSame, Leader, type SessionHours, type Standing } from '@ome/composition';
import {
  dictionaryOf,
  ENVELOPES,
  type FixApplication,
  type FixMessage,
  type FixPeer,
  FixSession,
} from '@ome/fix';
import { CursorExpired, CursorInvalid, type EventFeed } from '@ome/engine';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { type FixSessionLeases, type FixSessionStore, OUR_COMP_ID } from '@ome/persistence';
import type { ReportedEvents } from '../reports/reported-events';
import { isWithin } from '@ome/platform';
import { ServedSession } from './served-session';
import { LogonCheck } from './logon-check';
import type { MissedEvents } from './missed-events';
import type { SessionDefinition, SessionDefinitions } from './session-definition';
import type { StatusReports } from './status-reports';

/** Messages of one session that are acted on at once. */
const WINDOW = 200;
const TICK_MS = 100;
const RETRY_MS = 500;
/** How often changes of sessions and keys are looked for. */
const KEEP_UP_MS = 1_000;

/** Where the reports of all sessions come from. */
export interface ReportSources {
  feed: EventFeed;
  events: ReportedEvents;
  /** Where the feed no longer has the place of a session. */
  missed: MissedEvents;
}

interface Running {
  definition: SessionDefinition;
  leader: Leader;
}

/** The log of one session, which knows of its hours. */
type SessionLog = ReturnType<FixSessionStore['logOf']>;

export interface OperatorLog {
  info(what: object, text: string): void;
  warn(what: object, text: string): void;
}

/** A session while it is open, or while it is closed. */
interface Term {
  served: ServedSession;
  standing: Standing;
  /** Aborted when it opens or closes. */
  over: AbortController;
}

/** The sessions that this process serves: each is served by one process at a time. */
export class FixSessions {
  private readonly served = new Map<string, Term>();
  /** What runs, or waits to run, by CompID. */
  private readonly running = new Map<string, Running>();
  private readonly stopping = new AbortController();
  private ticking: NodeJS.Timeout | undefined;
  private keepingUp: Promise<void> | undefined;

  constructor(
    private readonly definitions: SessionDefinitions,
    private readonly hours: SessionHours,
    private readonly leases: FixSessionLeases,
    private readonly keys: ApiKeys,
    private readonly logOf: (definition: SessionDefinition) => SessionLog,
    private readonly status: { process: string; reports: StatusReports },
    private readonly reports: ReportSources,
    private readonly applicationOf: (
      definition: SessionDefinition,
      check: LogonCheck,
    ) => FixApplication,
    private readonly log: OperatorLog,
  ) {}

  start(): void {
    this.keepingUp = this.keepUp();
    this.ticking = setInterval(() => this.tick(), TICK_MS);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.keepingUp;
    clearInterval(this.ticking);
    await Promise.all([...this.running.values()].map(({ leader }) => leader.stop()));
  }

  /** The session that a Logon names; null where this process serves none of that name. */
  find(logon: FixMessage, peer: FixPeer): FixSession | null {
    if (logon.get(56) !== OUR_COMP_ID) return null;
    const served = this.served.get(`${logon.get(8)} ${logon.get(49)}`)?.served;
    if (!served) return null;
    const refusal = refusalOf(served.definition, peer);
    if (refusal === null) return served.session;
    this.log.warn({ session: served.definition.compId, peer }, refusal);
    served.session.noteEnd(`${refusal}: ${peer.address}`);
    return null;
  }

  private tick(): void {
    for (const { served, standing, over } of this.served.values()) {
      served.session.tick();
      if (!isSame(standing, this.hours.standing(served.definition))) over.abort();
    }
  }

  /** Serves what is defined at the moment, and lets nobody stay whose key is no longer valid. */
  private async keepUp(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await this.reconcile(await this.definitions.current());
        await Promise.all([...this.served.values()].map(({ served }) => served.checkKey()));
        await this.reportStatus();
      } catch (err) {
        this.log.warn({ err }, 'Changes of FIX sessions are not noticed');
      }
      await sleep(KEEP_UP_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  private reportStatus(): Promise<void> {
    const { process, reports } = this.status;
    const all = [...this.served.values()];
    return reports.report(
      all.map(({ served, standing: { isOpen } }) => ({ ...served.status(), process, isOpen })),
    );
  }

  private async reconcile(definitions: readonly SessionDefinition[]): Promise<void> {
    const current = new Map(definitions.map((definition) => [definition.compId, definition]));
    const changed = [...this.running].filter(
      ([compId, { definition }]) => !isDeepStrictEqual(definition, current.get(compId)),
    );
    for (const [compId] of changed) this.running.delete(compId);
    await Promise.all(changed.map(([, { leader }]) => leader.stop()));
    for (const [compId, definition] of current) {
      if (!this.running.has(compId)) this.running.set(compId, this.run(definition));
    }
  }

  private run(definition: SessionDefinition): Running {
    const { compId } = definition;
    const leader = new Leader(
      this.leases,
      `fix:${compId}`,
      (stop) => this.serve(definition, stop),
      (err) => this.log.warn({ err, session: compId }, 'A session is not served'),
    );
    leader.start();
    return { definition, leader };
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

  /** Until the session opens or closes, this process is to stop, or the log cannot be written. */
  private async serveFromLog(definition: SessionDefinition, stop: AbortSignal): Promise<void> {
    const { compId, version, resetAllowed } = definition;
    const envelope = ENVELOPES[version];
    const log = this.logOf(definition);
    const standing = this.hours.standing(definition);
    const opened = await log.open();
    const { periodStart, isOpen } = standing;
    const state = periodStart ? await log.begin(periodStart) : opened;
    const [failed, over] = [new AbortController(), new AbortController()];
    const check = new LogonCheck(this.keys, definition);
    const entered = this.applicationOf(definition, check);
    const application = isOpen
      ? this.fromFirstLogon(entered, state.cursor, (cursor) => served.begin(cursor))
      : whileClosed(entered, definition);
    const session = new FixSession(
      {
        ...envelope,
        senderCompId: OUR_COMP_ID,
        targetCompId: compId,
        dictionary: dictionaryOf(version),
        resetOnLogon: false,
        resetAllowed,
        window: WINDOW,
        now: () => new Date(),
        initiator: null,
        onGivenUp: (reason) => this.log.info({ session: compId, reason }, 'A FIX connection ended'),
        onLogFailed: (error) => failed.abort(error),
      },
      log,
      application,
      state,
    );
    // Nobody is connected: the process that served it before may have ended without a word.
    entered.loggedOut?.();
    const before = await this.status.reports.find(compId);
    const written = Math.min(before?.writtenOut ?? Infinity, state.nextOut - 1);
    const served = new ServedSession(definition, session, check, log, state.cursor, {
      lastEnd: before?.lastEnd ?? null,
      writtenOut: written,
    });
    const key = `${envelope.beginString} ${compId}`;
    this.served.set(key, { served, standing, over });
    const ends = AbortSignal.any([stop, failed.signal, over.signal]);
    try {
      if (isOpen) await this.consume(served, definition, ends);
      else if (!ends.aborted) await once(ends, 'abort');
      failed.signal.throwIfAborted();
    } finally {
      this.served.delete(key);
      session.close(
        over.signal.aborted
          ? hoursText(definition)
          : 'The session was changed, or another process serves it',
      );
      await session.settled().catch(() => undefined);
      const { process, reports } = this.status;
      const status = { ...served.status(), process, isOpen };
      await reports.report([status]).catch(() => undefined);
    }
  }

  /**
   * A session that nobody logged on to yet begins at the end of the feed, and its log says so in the
   * write of its first Logon: what is done from then on is reported also where this process ends
   * before its first report.
   */
  private fromFirstLogon(
    application: FixApplication,
    cursor: string | null,
    begin: (cursor: string) => void,
  ): FixApplication {
    if (cursor !== null) return application;
    let end: string | null = null;
    return {
      logon: async (message) => {
        const refusal = await application.logon(message);
        if (refusal === null) end = await this.reports.feed.end();
        return refusal;
      },
      loggedOn: () => {
        if (end !== null) begin(end);
        application.loggedOn?.();
      },
      loggedOut: () => application.loggedOut?.(),
      message: (message) => application.message(message),
    };
  }

  private async consume(
    served: ServedSession,
    { compId }: SessionDefinition,
    over: AbortSignal,
  ): Promise<void> {
    const { feed, events, missed } = this.reports;
    let isLost = false;
    while (!over.aborted) {
      try {
        if (isLost) await served.catchUp(missed, events, over);
        isLost = false;
        await served.consume(feed, events, over);
      } catch (err) {
        if (over.aborted) return;
        isLost ||= err instanceof CursorExpired || err instanceof CursorInvalid;
        const remedy = isLost ? 'come from the journal' : 'are tried again';
        this.log.warn({ err, session: compId }, `Reports wait, and ${remedy}`);
        await sleep(RETRY_MS);
      }
    }
  }
}

/** Why a Logon of this peer is for no session; null if it is for this one. */
function refusalOf({ addresses, certificates }: SessionDefinition, peer: FixPeer): string | null {
  if (addresses && !isWithin(addresses, peer.address)) {
    return 'A Logon came from an address not allowed';
  }
  if (certificates && !(peer.certificate && certificates.includes(peer.certificate))) {
    return 'A Logon came without a certificate allowed for it';
  }
  return null;
}

/** Nobody may log on, and nothing is told: what happens is told when the session opens. */
const whileClosed = (
  application: FixApplication,
  definition: SessionDefinition,
): FixApplication => ({
  logon: (message) => application.logon(message),
  message: (message) => application.message(message),
  closed: () => hoursText(definition),
});

const hoursText = ({ hours, timeZone, tradingDaysOf }: SessionDefinition): string =>
  [
    `The session is closed: its hours are ${hours}`,
    timeZone && ` in ${timeZone}`,
    tradingDaysOf && ` on trading days of ${tradingDaysOf}`,
  ]
    .filter(Boolean)
    .join('');
