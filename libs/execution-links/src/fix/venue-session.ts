import type { FixLinkTerms } from '@ome/contracts';
import type { LinkRequest, LookUpOutcome, SendOutcome } from '@ome/engine';
import { KeyedQueue } from '@ome/event-store';
import {
  type AskedAgain,
  dictionaryOf,
  ENVELOPES,
  type Field,
  type FixApplication,
  type FixLog,
  type FixMessage,
  FixSession,
  initiate,
  type LogState,
  type SentMessage,
  type FixVersion,
} from '@ome/fix';
import type { FixLinkAccess } from '@ome/platform';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectionOptions } from 'node:tls';
import { withoutSecrets } from '../http/without-secrets';
import { Attempts } from './attempts';
import {
  massStatusRequest,
  orderMessage,
  refOf,
  statusRequest,
  venueFields,
  wireIdOf,
} from './order-messages';
import {
  isStatus,
  isUnknown,
  isUsedBefore,
  refusedReport,
  venueReport,
  type VenueReport,
} from './venue-reports';

/** What the venue of a session is, as it is defined at the moment. */
export interface FixVenue {
  version: FixVersion;
  terms: FixLinkTerms;
}

/** Takes a report; resolves once it is durable. */
export type TakeVenueReport = (report: VenueReport) => Promise<void>;

const WINDOW = 200;
const TICK_MS = 100;
const LAST_RETRY_MS = 30_000;
const FIRST_RETRY_MS = 250;
const REQUESTS: ReadonlySet<string> = new Set(['D', 'F', 'G']);
const STATUS_REQUESTS: ReadonlySet<string> = new Set(['H', 'AF']);
/** BusinessRejectReason (380). */
const UNKNOWN_ID = '1';
/** BusinessRejectReason (380): application not available, throttle limit exceeded. */
const PASSING_REASONS: ReadonlySet<string> = new Set(['4', '8']);
const RETRY_REFUSED_MS = 1_000;
const FAREWELL = 'The engine ends the session';
const NUMBERS_LOST = /MsgSeqNum too low/;

export interface VenuePorts {
  take: TakeVenueReport;
  timeoutMs: number;
  now: () => Date;
  tell: (text: string) => void;
  health: (up: boolean, text: string | null) => void;
}

/** A session at a venue, from the log that the process before left on. */
export class VenueSession implements FixApplication {
  private readonly session: FixSession;
  private readonly attempts: Attempts;
  /** Reports of one order are taken one after another. */
  private readonly turns = new KeyedQueue(Infinity);
  /** Answers to what was asked, by TestReqID, and by ClOrdID for states of orders. */
  private readonly tests = new Map<string, { seq: number; answered: () => void }>();
  private readonly states = new Map<string, (isKnown: boolean | null) => void>();
  private readonly failed = new AbortController();
  private readonly terms: FixLinkTerms;
  private lastTest = 0;
  private connections = 0;
  /** Our last message that the venue has shown to have, and all before. */
  private confirmed = 0;
  private isInStep = false;
  private heardAt = 0;
  private endedBy: string | null = null;
  private loggedOnAt: number | null = null;
  private resetsNext = false;
  private cutOff: (() => void) | null = null;

  constructor(
    private readonly venue: FixVenue,
    private readonly access: FixLinkAccess,
    private readonly log: FixLog,
    state: LogState,
    private readonly ports: VenuePorts,
  ) {
    this.terms = venue.terms;
    this.attempts = new Attempts(ports.now, ports.timeoutMs);
    const resets = (): boolean => venue.terms.resetOnLogon || this.resetsNext;
    const { senderCompId, heartBtInt, header } = venue.terms;
    this.session = new FixSession(
      {
        ...ENVELOPES[venue.version],
        senderCompId,
        targetCompId: access.session,
        header: venueFields(header, null),
        dictionary: dictionaryOf(venue.version),
        isStrict: false,
        get resetOnLogon() {
          return resets();
        },
        resetAllowed: true,
        window: WINDOW,
        now: ports.now,
        initiator: { heartBtInt, logonFields: () => this.logonFields() },
        onGivenUp: (reason) => (this.endedBy = reason),
        onLogFailed: (error) => this.failed.abort(error),
      },
      log,
      this,
      state,
    );
  }

  async run(stop: AbortSignal): Promise<void> {
    const ends = AbortSignal.any([stop, this.failed.signal]);
    const ticking = setInterval(() => this.session.tick(), TICK_MS);
    let pauseMs = 0;
    try {
      while (!ends.aborted) {
        const wasLoggedOn = await this.connection(ends);
        pauseMs = wasLoggedOn ? 0 : Math.min(Math.max(pauseMs * 2, FIRST_RETRY_MS), LAST_RETRY_MS);
        await sleep(pauseMs, undefined, { signal: ends }).catch(() => undefined);
      }
    } finally {
      clearInterval(ticking);
      this.session.close(FAREWELL);
      await this.session.settled().catch(() => undefined);
      this.cutOff?.();
      this.attempts.lost('The session ended');
    }
    this.failed.signal.throwIfAborted();
  }

  async send(request: LinkRequest): Promise<SendOutcome> {
    const { sendBy, isStillAllowed } = request;
    const notSent = (text: string): SendOutcome => ({
      outcome: 'notSent',
      text,
      retryAfterMs: null,
    });
    if (!this.isInStep)
      return notSent(`The session is not logged on: ${this.endedBy ?? 'not yet'}`);
    if (this.ports.now() > sendBy) return notSent('The attempt was not written in time');
    if (!isStillAllowed()) return notSent('The rules changed before it was written');
    const { version, terms } = this.venue;
    const seq = this.session.send(orderMessage(request, version, terms, this.ports.now()));
    const outcome = await this.attempts.answer(seq, request);
    return 'text' in outcome ? { ...outcome, text: this.plain(outcome.text) } : outcome;
  }

  async lookUp({ order, command, tag }: LinkRequest): Promise<LookUpOutcome> {
    const ref = refOf(tag, command.delivery.attempts);
    await this.session.logged();
    const sent = await this.log.find(ref);
    if (!sent) return { outcome: 'absent' };
    if (this.attempts.hasAnswer(tag)) return { outcome: 'found', brokerOrderId: null };
    if (sent.isDenied) return { outcome: 'absent' };
    if (!(await this.inStep())) {
      return { outcome: 'unanswered', text: this.plain(this.endedBy ?? 'The venue is silent') };
    }
    if (sent.isCurrent && (await this.isConfirmed(sent.seq))) {
      const now = await this.log.find(ref);
      if (now?.isDenied) return { outcome: 'absent' };
      const isThere = this.attempts.hasAnswer(tag) || this.attempts.wasAskedFor(sent.seq) === false;
      if (isThere) return { outcome: 'found', brokerOrderId: null };
    }
    if (this.attempts.hasAnswer(tag)) return { outcome: 'found', brokerOrderId: null };
    if (command.kind !== 'new') {
      return { outcome: 'unanswered', text: 'Nothing tells whether the venue has the request' };
    }
    const isKnown = await this.isKnown(order, tag);
    if (isKnown) return { outcome: 'found', brokerOrderId: null };
    return isKnown === false && this.terms.unknownProvesAbsence
      ? { outcome: 'absent' }
      : { outcome: 'unanswered', text: 'The venue does not know the order, or does not say so' };
  }

  logon(): null {
    return null;
  }

  /** In step once the venue has answered a test: until then it may ask for what it lacks. */
  loggedOn(): void {
    this.loggedOnAt = this.ports.now().getTime();
    this.resetsNext = false;
    this.connections += 1;
    void this.getInStep(this.connections);
  }

  loggedOut(): void {
    this.isInStep = false;
    for (const { answered } of this.tests.values()) answered();
    this.tests.clear();
    this.attempts.lost('The connection ended before an answer');
    this.ports.health(false, this.plain(this.endedBy ?? 'The connection ended'));
  }

  heartbeat(testReqId: string): void {
    const test = this.tests.get(testReqId);
    if (!test) return;
    this.tests.delete(testReqId);
    this.confirmed = Math.max(this.confirmed, test.seq);
    this.isInStep = true;
    this.ports.health(true, null);
    test.answered();
  }

  mayWrite({ seq, type }: SentMessage): boolean {
    return !REQUESTS.has(type) || this.attempts.mayWrite(seq);
  }

  /** Orders are never sent again. What is asked for from where a gap is was not acted on. */
  onAskedAgain({ seq, type, ref = '' }: SentMessage, beginSeqNo: number): AskedAgain {
    if (!REQUESTS.has(type)) return 'fill';
    const isGap = beginSeqNo > this.confirmed && !this.attempts.hasAnswer(wireIdOf(ref));
    if (isGap && this.terms.askedAgainProvesAbsence) return 'deny';
    if (isGap) this.attempts.askedFor(seq);
    return 'fill';
  }

  denied(messages: readonly SentMessage[]): void {
    for (const { seq } of messages) this.attempts.denied(seq);
  }

  async message(message: FixMessage): Promise<[]> {
    this.heardAt = this.ports.now().getTime();
    const key = message.get(37) ?? message.get(11) ?? '';
    if (message.type === '8' || message.type === '9') {
      await this.turns.run(key, () => this.takeReport(message));
    } else if (message.type === 'j') {
      await this.refused(message, message.get(45), PASSING_REASONS.has(message.get(380) ?? ''));
    }
    return [];
  }

  sessionRejected(reject: FixMessage): Promise<void> {
    return this.refused(reject, reject.get(45), false);
  }

  private async takeReport(message: FixMessage): Promise<void> {
    const report = this.withoutSecrets(venueReport(message, this.terms));
    const wireId = message.get(11) ?? '';
    if (isStatus(message)) {
      const isKnown = !isUnknown(message);
      if (isKnown) await this.ports.take(report);
      this.states.get(wireId)?.(isKnown);
      // The last report of a mass status, and none was of this order.
      if (message.get(912) === 'Y') this.states.get(message.get(584) ?? '')?.(null);
      return;
    }
    const isRepeat = isUsedBefore(message) && (await this.wasSentBefore(wireId));
    await this.ports.take(isRepeat ? asStatus(report) : report);
    const isRefusal = message.type === '9' || message.get(150) === '8';
    if (isRefusal && !isRepeat) {
      this.attempts.answered(wireId, { outcome: 'refused', text: textOf(message) });
    } else {
      this.attempts.answered(wireId, { outcome: 'accepted', brokerOrderId: null });
    }
  }

  /** An attempt after another one that the venue has after all: it says so of its ClOrdID. */
  private async wasSentBefore(wireId: string): Promise<boolean> {
    const [first, second] = await Promise.all(
      [1, 2].map((attempt) => this.log.find(refOf(wireId, attempt))),
    );
    return first !== null && second !== null;
  }

  /** A message of ours that was not taken: for the moment, or for good. */
  private async refused(
    message: FixMessage,
    refSeqNum: string | undefined,
    passes: boolean,
  ): Promise<void> {
    const sent = await this.sent(Number(refSeqNum));
    if (!sent) return this.ports.tell(`The venue rejects what it was not sent: ${textOf(message)}`);
    const text = this.plain(textOf(message));
    if (STATUS_REQUESTS.has(sent.type)) {
      // A request that the venue does not take says nothing of the order.
      const isUnknownId =
        sent.type === 'H' && message.type === 'j' && message.get(380) === UNKNOWN_ID;
      return this.states.get(wireIdOf(sent.ref ?? ''))?.(isUnknownId ? false : null);
    }
    if (!REQUESTS.has(sent.type)) return this.ports.tell(`The venue rejects ${sent.type}: ${text}`);
    const wireId = wireIdOf(sent.ref ?? '');
    if (passes) {
      await this.session.deny([sent]);
      this.attempts.refusedForNow(sent.seq, text, RETRY_REFUSED_MS);
      return;
    }
    await this.ports.take(refusedReport(sent.type, wireId, text, this.terms));
    this.attempts.answered(wireId, { outcome: 'refused', text });
  }

  private async sent(seq: number): Promise<SentMessage | null> {
    if (!Number.isInteger(seq)) return null;
    for await (const messages of this.log.read(seq, seq)) {
      for (const message of messages) return message;
    }
    return null;
  }

  /** One connection, from its beginning to its end; whether the venue let us log on. */
  private async connection(ends: AbortSignal): Promise<boolean> {
    const { host, port, tls } = this.terms;
    this.loggedOnAt = null;
    this.endedBy = null;
    if (this.resetsNext || this.terms.resetOnLogon) this.confirmed = 0;
    try {
      const options = tls ? this.tls() : undefined;
      const timeout = AbortSignal.timeout(this.ports.timeoutMs);
      const signal = AbortSignal.any([ends, timeout]);
      const socket = await initiate(this.session, { host, port, tls: options, signal });
      this.cutOff = () => socket.destroy();
      const leave = (): void => this.session.close(FAREWELL);
      ends.addEventListener('abort', leave, { once: true });
      const patience = setTimeout(() => {
        if (this.loggedOnAt === null) socket.destroy();
      }, this.ports.timeoutMs);
      if (!socket.closed) await once(socket, 'close').catch(() => undefined);
      clearTimeout(patience);
      ends.removeEventListener('abort', leave);
    } catch (error) {
      const { message, code } = error as NodeJS.ErrnoException;
      this.endedBy = message || code || 'The venue cannot be reached';
    }
    this.noteLostNumbers();
    if (ends.aborted) return false;
    const text = this.plain(this.endedBy ?? 'The venue ended the connection');
    this.ports.health(false, text);
    this.ports.tell(text);
    return this.loggedOnAt !== null;
  }

  private noteLostNumbers(): void {
    const { endedBy, terms, loggedOnAt } = this;
    const isLost = loggedOnAt === null && endedBy !== null && NUMBERS_LOST.test(endedBy);
    if (isLost && terms.resetWhenLost) this.resetsNext = true;
  }

  /** A venue with much to tell first answers late. */
  private async getInStep(connection: number): Promise<void> {
    const isOpen = (): boolean => connection === this.connections && this.session.isLoggedOn;
    while (isOpen() && !this.isInStep) await this.test();
  }

  /** Whether the session is logged on and in step, or soon is. */
  private async inStep(): Promise<boolean> {
    const giveUpAt = Date.now() + this.ports.timeoutMs;
    while (!this.isInStep && Date.now() < giveUpAt) await sleep(10);
    return this.isInStep;
  }

  /**
   * Whether the venue answers a TestRequest (1) in time: then it has all that was sent before, but
   * what it asked for again. A venue that says nothing at all meanwhile is cut off.
   */
  private async test(): Promise<boolean> {
    const id = `OME-${(this.lastTest += 1)}`;
    const begunAt = this.ports.now().getTime();
    const seq = this.session.send({ type: '1', body: [[112, id]] });
    const isOver = new AbortController();
    this.tests.set(id, { seq, answered: () => isOver.abort() });
    await sleep(this.ports.timeoutMs, undefined, { signal: isOver.signal }).catch(() => undefined);
    if (this.confirmed >= seq) return true;
    if (this.heardAt < begunAt) {
      this.isInStep = false;
      this.cutOff?.();
    }
    return false;
  }

  /** Whether the venue has shown to have a number, or has asked for it: over a new connection if need be. */
  private async isConfirmed(seq: number): Promise<boolean> {
    if (seq < this.confirmed || (await this.test())) return true;
    return !this.isInStep && (await this.inStep()) && seq < this.confirmed;
  }

  /** Whether the venue knows an order, as it says; null where it does not say. */
  private async isKnown(order: LinkRequest['order'], tag: string): Promise<boolean | null> {
    const isKnown = await this.state(tag, () => this.session.send(statusRequest(order, tag)));
    const { version, terms } = this.venue;
    if (isKnown !== null || !terms.massStatus || version === 'FIX.4.2') return isKnown;
    return this.state(tag, () => this.session.send(massStatusRequest(order, tag)));
  }

  /** Null where no answer came in time. */
  private async state(wireId: string, ask: () => void): Promise<boolean | null> {
    const isOver = new AbortController();
    let isKnown: boolean | null = null;
    this.states.set(wireId, (answer) => {
      if (isOver.signal.aborted) return;
      isKnown = answer;
      isOver.abort();
    });
    ask();
    await sleep(this.ports.timeoutMs, undefined, { signal: isOver.signal }).catch(() => undefined);
    this.states.delete(wireId);
    return isKnown;
  }

  private logonFields(): Field[] {
    const { username, password } = this.access;
    if (this.venue.version !== 'FIX.4.2') {
      return [
        [553, username],
        [554, password],
      ];
    }
    // FIX 4.2 has no fields for them.
    if (password === null) return [];
    return [
      [95, password.length],
      [96, password],
    ];
  }

  private tls(): ConnectionOptions {
    const { cert, key, ca } = this.access.files;
    const read = (path: string | null) => (path === null ? undefined : readFileSync(path));
    return { cert: read(cert), key: read(key), ca: read(ca), minVersion: 'TLSv1.2' };
  }

  private withoutSecrets(report: VenueReport): VenueReport {
    return report.Text === undefined ? report : { ...report, Text: this.plain(report.Text) };
  }

  private plain(text: string): string {
    return withoutSecrets(text, [this.access.password ?? '']);
  }
}

const textOf = (message: FixMessage): string => {
  const reason = message.get(103) ?? message.get(102) ?? message.get(380) ?? message.get(373);
  return message.get(58) ?? `Refused by the venue (${reason ?? 'no reason given'})`;
};

/** What the report says of the order's state, which it does not change. */
const asStatus = ({ OrdStatus: _, ...report }: VenueReport): VenueReport => ({
  ...report,
  MsgType: '8',
  ExecType: 'I',
  ExecID: report.ExecID ?? `repeat|${report.ClOrdID}`,
});
