import { type Field, fieldsText } from '../codec/field';
import { messageText } from '../codec/fix-message';
import { utcTimestamp } from '../codec/timestamp';
import type { AskedAgain, FixConnection, OutgoingMessage } from './fix-application';
import type { FixLog, SentMessage } from './fix-log';

/**
 * A peer that leaves this much unread is disconnected: everything is logged, and it can request it.
 */
const MAX_UNSENT_BYTES = 16 * 1024 * 1024;

const ADMIN_TYPES: ReadonlySet<string> = new Set(['0', '1', '2', '3', '4', '5', 'A']);

/** Nothing else is sent first: a Logon, or the Logout that refuses one. */
const OPENING_TYPES: ReadonlySet<string> = new Set(['5', 'A']);

export interface OutboxOptions {
  beginString: string;
  senderCompId: string;
  targetCompId: string;
  header?: readonly Field[];
  now: () => Date;
  /** The number that the log stores as the one expected next. */
  durableNextIn: () => number;
  mayWrite: (message: SentMessage) => boolean;
  onAskedAgain: (message: SentMessage, beginSeqNo: number) => AskedAgain;
  /** The log has these messages as denied. */
  denied: (messages: readonly SentMessage[]) => void;
  /** The log cannot be written: what it lacks has been given its numbers already. */
  logFailed: (error: Error) => void;
  /** The peer does not read, or what it asked for cannot be read from the log. */
  failed: (error: Error) => void;
}

/**
 * The sending side of a session: each message gets its number at once and is sent, in order of
 * numbers, once it is logged. All waiting messages share one write of the log.
 */
export class Outbox {
  lastSentAt: number;
  /** The last number that was written to a connection; null if none was since this was made. */
  writtenOut: number | null = null;
  private connection: FixConnection | null = null;
  /** The first message of this connection, our Logon; earlier ones are sent on request. */
  private liveFrom = Infinity;
  private waiting: SentMessage[] = [];
  /** By MsgSeqNum, the ends of messages that are not written yet. */
  private readonly unlogged = new Map<number, string>();
  private cursor: string | null = null;
  private toDeny: number[] = [];
  private isStale = false;
  /** What is given to a log that failed is in none. */
  private isBroken = false;
  private flushing: Promise<void> | null = null;
  /** The end of a chain of writes: logged messages and resent ones. */
  private line: Promise<void> = Promise.resolve();
  /** The last message that the chain wrote, or would have written without a disconnect. */
  private lastWritten: number;

  constructor(
    private readonly options: OutboxOptions,
    private readonly log: FixLog,
    private nextOut: number,
  ) {
    this.lastWritten = nextOut - 1;
    this.lastSentAt = options.now().getTime();
  }

  attach(connection: FixConnection): void {
    this.connection = connection;
    this.liveFrom = Infinity;
  }

  detach(connection: FixConnection): void {
    if (this.connection === connection) this.connection = null;
  }

  /** Works without a connection too: the peer requests it when it is back. */
  send({ type, body, unlogged = [], header = [], cursor, ref }: OutgoingMessage): number {
    const at = this.options.now();
    const seq = this.nextOut;
    const text = typeof body === 'string' ? body : fieldsText(body);
    this.nextOut += 1;
    this.waiting.push({ seq, type, at, header, body: text, ...(ref !== undefined && { ref }) });
    if (unlogged.length > 0) this.unlogged.set(seq, fieldsText(unlogged));
    if (cursor !== undefined) this.cursor = cursor;
    if (OPENING_TYPES.has(type) && this.liveFrom === Infinity) this.liveFrom = seq;
    this.lastSentAt = at.getTime();
    this.flush();
    return seq;
  }

  /** The inbound number advanced: it must be logged, with or without a message. */
  noteInbound(): void {
    this.isStale = true;
    this.flush();
  }

  /** The place in the feed moved on, with nothing to send: the log must hear of it. */
  noteCursor(cursor: string): void {
    this.cursor = cursor;
    this.noteInbound();
  }

  /** Resolves when all that was sent so far is in the log. */
  async logged(): Promise<void> {
    while (this.flushing) await this.flushing;
  }

  /** Resolves when all that was sent so far is in the log and was written. */
  async settled(): Promise<void> {
    await this.logged();
    await this.line;
  }

  /** Resends messages unchanged, with gap fills in place of session messages. */
  resend(begin: number, end: number): void {
    const { connection } = this;
    this.inLine(async () => {
      if (this.connection !== connection) return;
      const last = end === 0 ? this.lastWritten : Math.min(end, this.lastWritten);
      let next = begin;
      for await (const messages of this.log.read(begin, last)) {
        const ours = messages.filter(({ type }) => !ADMIN_TYPES.has(type));
        const fates = ours.map((message) => this.options.onAskedAgain(message, begin));
        await this.deny(ours.filter((_, at) => fates[at] === 'deny'));
        if (this.connection !== connection) return;
        let text = '';
        for (const message of ours.filter((_, at) => fates[at] === 'resend')) {
          if (message.seq > next) text += this.gapFill(next, message.seq);
          text += this.wire(message, true);
          next = message.seq + 1;
        }
        this.write(text);
        await connection?.drained();
      }
      if (next <= last) this.write(this.gapFill(next, last + 1));
      if (this.connection === connection) this.noteWritten(last);
    });
  }

  /** Both numbers restart; waiting messages had old ones. */
  async reset(): Promise<void> {
    this.waiting = [];
    await this.settled();
    if (this.isBroken) throw new Error('The log cannot be written');
    await this.log.reset();
    this.unlogged.clear();
    this.nextOut = 1;
    this.lastWritten = 0;
    this.writtenOut = 0;
    this.liveFrom = Infinity;
    this.cursor = null;
    this.isStale = false;
  }

  private flush(): void {
    if (this.flushing || this.isBroken) return;
    this.flushing = this.drain()
      .catch((error: Error) => {
        this.isBroken = true;
        this.options.logFailed(error);
      })
      .finally(() => (this.flushing = null));
  }

  private async drain(): Promise<void> {
    while (this.waiting.length > 0 || this.isStale) {
      // Messages of this turn of the event loop share the write.
      await new Promise((resolve) => setImmediate(resolve));
      const out = this.waiting.splice(0);
      const cursor = this.cursor;
      this.isStale = false;
      const denied = this.toDeny.splice(0);
      const place = { nextIn: this.options.durableNextIn(), cursor };
      await this.log.append({ out, ...place, ...(denied.length > 0 && { denied }) });
      if (out.length > 0) this.inLine(() => this.writeNew(out));
    }
  }

  private async writeNew(out: readonly SentMessage[]): Promise<void> {
    const live = out.filter(({ seq }) => seq >= this.liveFrom);
    const late = live.filter((message) => !this.mayWriteFirst(message));
    if (late.length > 0) await this.deny(late);
    this.lastWritten = out[out.length - 1].seq;
    const text = live.map((message) =>
      late.includes(message)
        ? this.gapFill(message.seq, message.seq + 1)
        : this.wire(this.whole(message), false),
    );
    this.write(text.join(''));
    if (this.connection && live.length > 0) this.noteWritten(this.lastWritten);
  }

  private whole(message: SentMessage): SentMessage {
    const end = this.unlogged.get(message.seq) ?? '';
    this.unlogged.delete(message.seq);
    return { ...message, body: message.body + end };
  }

  /** MsgSeqNum of the last message, written or not. */
  get lastOut(): number {
    return this.nextOut - 1;
  }

  private noteWritten(seq: number): void {
    this.writtenOut = Math.max(this.writtenOut ?? 0, seq);
  }

  private mayWriteFirst = (message: SentMessage): boolean =>
    ADMIN_TYPES.has(message.type) || this.options.mayWrite(message);

  /** The log must know it before a gap fill says it: what was filled is not asked for again. */
  async deny(messages: readonly SentMessage[]): Promise<void> {
    if (messages.length === 0) return;
    this.toDeny.push(...messages.map(({ seq }) => seq));
    this.noteInbound();
    await this.logged();
    if (this.isBroken) throw new Error('The log cannot be written');
    this.options.denied(messages);
  }

  private inLine(work: () => void | Promise<void>): void {
    this.line = this.line.then(work).catch((error: Error) => this.options.failed(error));
  }

  private write(text: string): void {
    const { connection } = this;
    if (!connection || text === '') return;
    connection.write(text);
    if (connection.unsent > MAX_UNSENT_BYTES) {
      this.connection = null;
      throw new Error(`The counterparty left ${connection.unsent} bytes unread`);
    }
  }

  private gapFill(from: number, to: number): string {
    const body = fieldsText([
      [36, to],
      [123, 'Y'],
    ]);
    return this.wire({ seq: from, type: '4', at: this.options.now(), header: [], body }, true);
  }

  private wire({ seq, type, at, header, body }: SentMessage, again: boolean): string {
    const { beginString, senderCompId, targetCompId, header: ours = [], now } = this.options;
    const fields: Field[] = [
      [34, seq],
      [43, again ? 'Y' : null],
      [49, senderCompId],
      [52, utcTimestamp(again ? now() : at)],
      [56, targetCompId],
      [122, again ? utcTimestamp(at) : null],
      ...ours,
      ...header,
    ];
    fields.sort(([left], [right]) => left - right);
    return messageText(beginString, [[35, type], ...fields], body);
  }
}
