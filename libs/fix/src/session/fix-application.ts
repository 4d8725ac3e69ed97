import type { Field } from '../codec/field';
import type { FixMessage } from '../codec/fix-message';
import type { SentMessage } from './fix-log';

/** A message that is to be sent. */
export interface OutgoingMessage {
  type: string;
  /** Fields in order, or their text with SOH behind each. */
  body: readonly Field[] | string;
  header?: readonly Field[];
  /** The place in the feed behind what the message reports. */
  cursor?: string;
}

/** What a session is for. */
export interface FixApplication {
  /** Why a Logon is refused; null where it is not. */
  logon(message: FixMessage): string | null | Promise<string | null>;
  loggedOn?(): void;
  loggedOut?(): void;
  /**
   * Acts on an application message.
   *
   * @returns the answers, once the effects are durable: only then does the inbound number move on
   */
  message(message: FixMessage): readonly OutgoingMessage[] | Promise<readonly OutgoingMessage[]>;
  /** Whether a message may go out again when it is asked for; a gap is filled instead where not. */
  mayResend?(message: SentMessage): boolean;
}

/** The wire under a session. */
export interface FixConnection {
  write(text: string): void;
  /** Bytes that were written and have not left this process. */
  readonly unsent: number;
  /** Resolves when there is room for more, or the connection is gone. */
  drained(): Promise<void>;
  /** Messages are held back at the peer until `resume`. */
  pause(): void;
  resume(): void;
  /** Sends what was written, then closes. */
  close(): void;
}
