import type { Field } from '../codec/field';

/** A message with its assigned number. */
export interface SentMessage {
  /** MsgSeqNum (34). */
  seq: number;
  type: string;
  /** SendingTime (52). */
  at: Date;
  /** Header fields beyond those that every message has. */
  header: readonly Field[];
  /** Fields as text, each ended by SOH. */
  body: string;
  /** What the application finds it by (`FixLog.find`). */
  ref?: string;
}

/** A message found in the log. */
export interface FoundMessage {
  seq: number;
  /** Whether its number counts still: the numbers have not restarted since. */
  isCurrent: boolean;
  /** Whether the counterparty cannot have it: see `LogEntry`. */
  isDenied: boolean;
}

/** What one write to the log adds. */
export interface LogEntry {
  out: readonly SentMessage[];
  /** The number expected next: the effects of all messages before it are durable. */
  nextIn: number;
  /** The feed cursor after the event that `out` reports; null if `out` reports none. */
  cursor: string | null;
  /**
   * Numbers of logged messages that the counterparty did not get, and never will: it asked for them,
   * or their time was over before they were written. A gap fill takes their place from then on.
   */
  denied?: readonly number[];
}

/** The state of a session according to its log. */
export interface LogState {
  nextIn: number;
  nextOut: number;
  cursor: string | null;
}

/** Another process serves the session now: this one must send nothing more. */
export class FixLogFenced extends Error {
  override readonly name = 'FixLogFenced';
}

/** The durable log of one session: nothing is sent before it is logged. */
export abstract class FixLog {
  /** Takes the session over from the process that served it before. */
  abstract open(): Promise<LogState>;
  /** Resolves once it is durable. Throws FixLogFenced if another process has taken over. */
  abstract append(entry: LogEntry): Promise<void>;
  /** Both numbers restart at 1; earlier messages can no longer be requested. */
  abstract reset(): Promise<void>;
  /** Sent messages in this range of numbers (both inclusive), in order, in batches. */
  abstract read(begin: number, end: number): AsyncIterable<readonly SentMessage[]>;
  /** The last message that was logged with this `ref`; null if there is none, and never will be. */
  abstract find(ref: string): Promise<FoundMessage | null>;
  /** What was sent since an instant, also before a reset: batches, the newest first. */
  abstract sentSince(at: Date): AsyncIterable<readonly SentMessage[]>;
}
