import type { Field } from '../codec/field';
import type { FixMessage } from '../codec/fix-message';
import type { SentMessage } from './fix-log';

/** A message to be sent. */
export interface OutgoingMessage {
  type: string;
  /** Fields in order, or their text with SOH after each. */
  body: readonly Field[] | string;
  /** Fields after these that are in no log: they are sent once, if at all. */
  unlogged?: readonly Field[];
  header?: readonly Field[];
  /** The feed cursor after the event that the message reports. */
  cursor?: string;
  /** What the application finds it by in the log. */
  ref?: string;
}

/**
 * An answer; or what makes it when it is sent: what it says of an order is not older than what was
 * sent of it before.
 */
export type Answer = OutgoingMessage | (() => OutgoingMessage);

/** A message is sent again; or a gap fill takes its place, after the log has it as denied or not. */
export type AskedAgain = 'resend' | 'deny' | 'fill';

/** The application of a session. */
export interface FixApplication {
  /** Why a Logon is refused; null if it is accepted. */
  logon(message: FixMessage): string | null | Promise<string | null>;
  /** Why nobody may log on now: a counterparty whose Logon is right is told. Null if it may. */
  closed?(): string | null;
  loggedOn?(): void;
  loggedOut?(): void;
  /**
   * Processes an application message.
   *
   * @returns the answers, once the effects are durable: only then does the inbound number advance
   */
  message(message: FixMessage): readonly Answer[] | Promise<readonly Answer[]>;
  /**
   * A message of ours that the session of the counterparty rejected (3): as `message`, without
   * answers.
   */
  sessionRejected?(reject: FixMessage): void | Promise<void>;
  /** The answer to a TestRequest (1) of ours, by its TestReqID (112). */
  heartbeat?(testReqId: string): void;
  /** Whether a logged message may be written now; otherwise it is denied, and filled. */
  mayWrite?(message: SentMessage): boolean;
  /** What becomes of a message that is asked for again; without this it is resent. */
  onAskedAgain?(message: SentMessage, beginSeqNo: number): AskedAgain;
  /** The log has these messages as denied. */
  denied?(messages: readonly SentMessage[]): void;
}

/** The connection of a session. */
export interface FixConnection {
  write(text: string): void;
  /** Bytes written that have not left this process. */
  readonly unsent: number;
  /** Resolves when more can be written, or the connection is gone. */
  drained(): Promise<void>;
  /** Messages are held back at the peer until `resume`. */
  pause(): void;
  resume(): void;
  /** Sends pending data, then closes. */
  close(): void;
  /** Closes at once, whatever is pending. */
  cut(): void;
}
