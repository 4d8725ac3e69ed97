import type { Field } from '../codec/field';

/** A message as it was given its number. */
export interface SentMessage {
  /** MsgSeqNum (34). */
  seq: number;
  type: string;
  /** SendingTime (52). */
  at: Date;
  /** Fields of the header beside those that every message has. */
  header: readonly Field[];
  /** Fields as text, each ended by SOH. */
  body: string;
}

/** What one write to the log adds. */
export interface LogEntry {
  out: readonly SentMessage[];
  /** The number expected next: the effects of all messages before it are durable. */
  nextIn: number;
  /** The place in the feed behind what `out` reports; null where nothing of the feed is in it. */
  cursor: string | null;
}

/** Where a session stands by its log. */
export interface LogState {
  nextIn: number;
  nextOut: number;
  cursor: string | null;
}

/** Another process serves the session now: this one must say nothing more. */
export class FixLogFenced extends Error {
  override readonly name = 'FixLogFenced';
}

/** The durable log of one session: nothing leaves before it is in. */
export abstract class FixLog {
  /** Takes the session over from whoever served it before. */
  abstract open(): Promise<LogState>;
  /** Resolves once it is durable. Throws FixLogFenced where another process has taken over. */
  abstract append(entry: LogEntry): Promise<void>;
  /** Both numbers begin at 1 again; what was sent before cannot be asked for any more. */
  abstract reset(): Promise<void>;
  /** Sent messages of these numbers (both inclusive), in order, in pieces. */
  abstract read(begin: number, end: number): AsyncIterable<readonly SentMessage[]>;
}
