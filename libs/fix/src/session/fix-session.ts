import { FixMessage } from '../codec/fix-message';
import { type Fault, FAULT_TEXT, FaultReason } from '../dictionary/fault';
import { type ConnectionEnd, ConnectionHistory } from './connection-history';
import type { Answer, FixApplication, FixConnection, OutgoingMessage } from './fix-application';
import type { FixLog, LogState, SentMessage } from './fix-log';
import { InboundNumbers } from './inbound-numbers';
import { Liveness } from './liveness';
import { Outbox } from './outbox';
import {
  duplicateFault,
  headerFault,
  logonFault,
  notLoggedOn,
  ourLogon,
  resetFault,
  sessionReject,
} from './message-checks';
import type { SessionOptions } from './session-options';

/** The connection of a session, for operators. */
export interface SessionStanding {
  isLoggedOn: boolean;
  /** When that began; the start of this process's service if it was never otherwise. */
  since: Date;
  /** When anything came last; null if nothing did in this process. */
  heardAt: Date | null;
  /** MsgSeqNum of the last message, whether it was written or not. */
  lastOut: number;
  /** MsgSeqNum of the last message written to a connection; null if none was in this process. */
  writtenOut: number | null;
  lastEnd: ConnectionEnd | null;
}

/** How long a Logout waits for its answer. */
const LOGOUT_MS = 2_000;

/**
 * One FIX session, independent of its connection (FIX Volume 2 and FIXT 1.1). Nothing is sent
 * before it is logged, and the inbound number never advances beyond what the application has made
 * durable, so neither side loses or repeats anything when this process is killed.
 */
export class FixSession {
  private readonly outbox: Outbox;
  private readonly inbound: InboundNumbers;
  private connection: FixConnection | null = null;
  private loggedOn = false;
  private logoutSentAt: number | null = null;
  private readonly liveness = new Liveness();
  private readonly history: ConnectionHistory;
  /** The message that revealed the gap being filled. */
  private askedUpTo: number | null = null;
  private readonly underWay = new Set<Promise<void>>();
  private line: Promise<unknown> = Promise.resolve();
  private inLine = 0;

  constructor(
    private readonly options: SessionOptions,
    log: FixLog,
    private readonly application: FixApplication,
    state: LogState,
  ) {
    const { beginString, senderCompId, targetCompId, header, now } = options;
    this.inbound = new InboundNumbers(state.nextIn);
    this.history = new ConnectionHistory(now());
    this.outbox = new Outbox(
      {
        beginString,
        senderCompId,
        targetCompId,
        header,
        now,
        durableNextIn: () => this.inbound.durable,
        mayWrite: (message) => application.mayWrite?.(message) ?? true,
        onAskedAgain: (message, beginSeqNo) =>
          application.onAskedAgain?.(message, beginSeqNo) ?? 'resend',
        denied: (messages) => application.denied?.(messages),
        logFailed: (error) => {
          this.disconnect(error.message);
          options.onLogFailed?.(error);
        },
        failed: (error) => this.disconnect(error.message),
      },
      log,
      state.nextOut,
    );
  }

  get isLoggedOn(): boolean {
    return this.loggedOn;
  }

  /** What operators are shown of it. */
  get standing(): SessionStanding {
    const { lastReceivedAt } = this.liveness;
    return {
      isLoggedOn: this.loggedOn,
      since: this.history.since,
      heardAt: lastReceivedAt === 0 ? null : new Date(lastReceivedAt),
      lastOut: this.outbox.lastOut,
      writtenOut: this.outbox.writtenOut,
      lastEnd: this.history.end,
    };
  }

  /**
   * An accepted connection, with the Logon that named this session; false if one is already
   * attached.
   */
  attach(connection: FixConnection, logon: string): boolean {
    if (this.connection) return false;
    this.begin(connection);
    this.receive(logon);
    return true;
  }

  /** A connection that this side made: logs on. False if one is already attached. */
  async connect(connection: FixConnection): Promise<boolean> {
    const { initiator, resetOnLogon } = this.options;
    if (!initiator) throw new Error('The counterparty logs on to this session');
    if (this.connection) return false;
    this.begin(connection);
    if (resetOnLogon) await this.reset();
    const { heartBtInt, logonFields } = initiator;
    this.send(ourLogon(this.options, heartBtInt, resetOnLogon, logonFields()));
    return true;
  }

  /** The connection is gone. */
  detach(connection: FixConnection): void {
    this.outbox.detach(connection);
    if (this.connection === connection) this.end();
  }

  /** Messages as latin1 text, processed in order. */
  receive(text: string): void {
    const { connection } = this;
    this.inLine += 1;
    if (this.inLine > this.options.window) connection?.pause();
    this.line = this.line
      .then(() => (this.connection === connection ? this.handle(text) : undefined))
      .catch((error: Error) => this.disconnect(error.message))
      .finally(() => {
        this.inLine -= 1;
        if (this.inLine <= this.options.window / 2) this.connection?.resume();
      });
  }

  /** Sends, or stores for a disconnected counterparty. */
  send(message: OutgoingMessage): number {
    if (message.type === '5') this.logoutSentAt = this.nowMs();
    return this.outbox.send(message);
  }

  /** Sends a Logout; the connection ends with the answer, or soon without one. */
  logout(text: string | null): void {
    this.noteEnd(text);
    this.send({ type: '5', body: [[58, text]] });
  }

  /** Says farewell, and ends the connection without waiting for the answer. */
  close(text: string): void {
    if (this.loggedOn) this.logout(text);
    this.disconnect();
  }

  /** A connection did not become one of this session. */
  noteEnd(text: string | null): void {
    this.history.ended(this.options.now(), text);
  }

  /** The place in the feed moved on, with nothing to send. */
  noteCursor(cursor: string): void {
    this.outbox.noteCursor(cursor);
  }

  /** Heartbeats, test requests and time-outs; called several times a second. */
  tick(): void {
    if (!this.connection || !this.loggedOn) return;
    const now = this.nowMs();
    if (this.logoutSentAt !== null) {
      if (now - this.logoutSentAt > LOGOUT_MS) this.disconnect('The Logout was not answered');
      return;
    }
    const due = this.liveness.due(now, this.outbox.lastSentAt);
    if (due instanceof Error) this.disconnect(due.message);
    else if (due === 'testRequest') this.send({ type: '1', body: [[112, 'TEST']] });
    else if (due === 'heartbeat') this.send({ type: '0', body: [] });
  }

  /** The counterparty has not taken these messages, as it says: the log has them as denied then. */
  deny(messages: readonly SentMessage[]): Promise<void> {
    return this.outbox.deny(messages);
  }

  /** Resolves when the log has all that was sent. */
  logged(): Promise<void> {
    return this.outbox.logged();
  }

  /** Resolves when the log has all that was sent, and it was written to the connection. */
  settled(): Promise<void> {
    return this.outbox.settled();
  }

  private nowMs = (): number => this.options.now().getTime();

  private begin(connection: FixConnection): void {
    this.connection = connection;
    this.outbox.attach(connection);
    this.loggedOn = false;
    this.logoutSentAt = null;
    this.inbound.forgetKept();
    this.askedUpTo = null;
    this.liveness.received(this.nowMs());
  }

  private end(): void {
    this.connection = null;
    if (this.loggedOn) {
      this.history.since = this.options.now();
      this.application.loggedOut?.();
    }
    this.loggedOn = false;
  }

  /** Pending messages are still sent. */
  private disconnect(reason: string | null = null): void {
    const { connection } = this;
    if (!connection) return;
    if (reason) {
      this.noteEnd(reason);
      this.options.onGivenUp?.(reason);
    }
    this.end();
    void this.outbox.settled().then(() => {
      connection.close();
      this.outbox.detach(connection);
    });
  }

  private async handle(text: string): Promise<void> {
    const message = FixMessage.parse(text);
    if (!message) return this.loggedOn ? undefined : this.disconnect('The Logon is garbled');
    this.liveness.received(this.nowMs());
    await this.take(message);
    while (this.connection) {
      const kept = this.inbound.takeKept();
      if (!kept) break;
      // These were processed when they arrived.
      if (kept.type === 'A' || kept.type === '2') this.accept();
      else await this.take(kept);
    }
  }

  private async take(message: FixMessage): Promise<void> {
    const { type, seq } = message;
    if (!this.loggedOn && type !== 'A') return this.disconnect(notLoggedOn(message));
    if (message.get(8) !== this.options.beginString) return this.logout('Incorrect BeginString');
    const fault = this.faultOf(message);
    if (fault) return this.faulty(message, fault);
    if (type === 'A') return this.logon(message);
    if (type === '4') return this.sequenceReset(message);
    // Processed whatever their number: otherwise each side waits for the other's gap, or for a
    // Logout.
    const isAtOnce = type === '2' || type === '5';
    if (!this.isCurrent(message) || (!isAtOnce && !this.isNext(message))) return;
    switch (type) {
      case '0': {
        this.accept();
        const testReqId = message.get(112);
        if (testReqId !== undefined) this.application.heartbeat?.(testReqId);
        return;
      }
      case '3':
        return this.application.sessionRejected ? this.effects(message) : this.accept();
      case '1':
        this.accept();
        this.send({ type: '0', body: [[112, message.get(112)]] });
        return;
      case '2':
        return this.resendRequest(message);
      case '5':
        if (seq === this.inbound.next) this.accept();
        if (this.logoutSentAt === null) this.send({ type: '5', body: [] });
        return this.disconnect(message.get(58) ?? null);
      default:
        return this.effects(message);
    }
  }

  private faultOf(message: FixMessage): Fault | null {
    const { dictionary, isStrict = true } = this.options;
    const isChecked = isStrict || dictionary.message(message.type)?.isAdmin;
    return isChecked ? dictionary.fault(message) : null;
  }

  private accept(): void {
    this.inbound.finish(this.inbound.take());
    this.outbox.noteInbound();
  }

  private async logon(message: FixMessage): Promise<void> {
    const { initiator, resetOnLogon } = this.options;
    const asksForReset = !initiator && message.get(141) === 'Y';
    if (this.loggedOn && !asksForReset) return this.disconnect('A second Logon');
    const refusal =
      logonFault(this.options, message) ??
      (await this.application.logon(message)) ??
      resetFault(this.options, message);
    if (refusal !== null) return this.disconnect(refusal);
    const closed = this.application.closed?.() ?? null;
    if (closed !== null) {
      this.logout(closed);
      return this.disconnect(closed);
    }
    if (!this.loggedOn) {
      await Promise.all(this.underWay);
      this.inbound.rewind();
    }
    if (asksForReset || (!initiator && resetOnLogon)) await this.reset();
    if (message.seq < this.inbound.next) return this.tooLow(message);
    if (!initiator) this.send(ourLogon(this.options, message.get(108), asksForReset));
    this.beLoggedOn(message);
  }

  private beLoggedOn(logon: FixMessage): void {
    this.liveness.heartBtIntMs = Number(logon.get(108)) * 1_000;
    this.loggedOn = true;
    this.history.since = this.options.now();
    if (logon.seq > this.inbound.next) {
      this.inbound.keep(logon);
      this.askForGap(logon.seq);
    } else {
      this.accept();
    }
    this.application.loggedOn?.();
  }

  private async sequenceReset(message: FixMessage): Promise<void> {
    const isGapFill = message.get(123) === 'Y';
    if (isGapFill && !(this.isCurrent(message) && this.isNext(message))) return;
    const to = Number(message.get(36));
    const { next } = this.inbound;
    if (to > next) {
      // The log must not skip messages whose effects are not durable yet.
      await Promise.all(this.underWay);
      this.inbound.skipTo(to);
      this.outbox.noteInbound();
      if (this.askedUpTo !== null && to > this.askedUpTo) this.askedUpTo = null;
    } else if (to < next) {
      this.reject(message, { reason: FaultReason.ValueIncorrect });
    }
  }

  private isCurrent(message: FixMessage): boolean {
    const reason = headerFault(this.options, message);
    if (reason === null) return true;
    this.rejectAndLeave(message, { reason });
    return false;
  }

  private isNext(message: FixMessage): boolean {
    const { seq } = message;
    if (seq > this.inbound.next) {
      this.inbound.keep(message);
      this.askForGap(seq);
      return false;
    }
    if (seq < this.inbound.next) {
      this.tooLow(message);
      return false;
    }
    if (this.askedUpTo !== null && seq >= this.askedUpTo - 1) this.askedUpTo = null;
    return true;
  }

  private tooLow(message: FixMessage): void {
    const { seq } = message;
    if (!message.isPossDup) {
      this.logout(`MsgSeqNum too low, expecting ${this.inbound.next} but received ${seq}`);
      return this.disconnect('MsgSeqNum too low');
    }
    const fault = duplicateFault(message);
    if (!fault) return;
    this.reject(message, fault);
    if (fault.reason === FaultReason.SendingTimeAccuracy) this.logout(null);
  }

  /** Requests everything after the gap at once, and not again while that is on its way. */
  private askForGap(upTo: number): void {
    if (this.askedUpTo !== null) return;
    this.askedUpTo = upTo;
    this.send({
      type: '2',
      body: [
        [7, this.inbound.next],
        [16, 0],
      ],
    });
  }

  private faulty(message: FixMessage, fault: Fault): void {
    if (!this.loggedOn) return this.disconnect(`The Logon is refused: ${FAULT_TEXT[fault.reason]}`);
    if (message.seq > this.inbound.next) {
      // It is processed when its turn comes.
      this.inbound.keep(message);
      return this.askForGap(message.seq);
    }
    this.rejectNext(message, fault);
  }

  private rejectAndLeave(message: FixMessage, fault: Fault): void {
    if (!this.loggedOn) return this.disconnect(FAULT_TEXT[fault.reason]);
    this.rejectNext(message, fault);
    this.logout(null);
  }

  /** Consumes the number of the message if it is its turn. */
  private rejectNext(message: FixMessage, fault: Fault): void {
    if (message.seq === this.inbound.next) this.accept();
    this.reject(message, fault);
  }

  private reject(message: FixMessage, fault: Fault): void {
    this.send(sessionReject(this.options, message, fault));
  }

  /**
   * Several may be under way; the number advances past all that are done, in one write with the
   * answers.
   */
  private async effects(message: FixMessage): Promise<void> {
    const seq = this.inbound.take();
    const answered = (answers: readonly Answer[]): void => {
      this.inbound.finish(seq);
      for (const answer of answers) this.send(typeof answer === 'function' ? answer() : answer);
      this.outbox.noteInbound();
    };
    const answers =
      message.type === '3' ? this.rejected(message) : this.application.message(message);
    if (!(answers instanceof Promise)) return answered(answers);
    const work = answers
      .then(answered)
      .catch((error: Error) => this.disconnect(error.message))
      .finally(() => this.underWay.delete(work));
    this.underWay.add(work);
    if (this.underWay.size >= this.options.window) await Promise.race(this.underWay);
  }

  private async rejected(reject: FixMessage): Promise<[]> {
    await this.application.sessionRejected?.(reject);
    return [];
  }

  private resendRequest(message: FixMessage): void {
    if (message.seq === this.inbound.next) this.accept();
    else if (message.seq > this.inbound.next) this.inbound.keep(message);
    this.outbox.resend(Number(message.get(7)), Number(message.get(16)));
  }

  private async reset(): Promise<void> {
    await Promise.all(this.underWay);
    await this.outbox.reset();
    this.inbound.skipTo(1);
    this.inbound.forgetKept();
  }
}
