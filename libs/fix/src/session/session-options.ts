import type { Field } from '../codec/field';
import type { Dictionary } from '../dictionary/dictionary';

export interface SessionOptions {
  beginString: string;
  /** DefaultApplVerID (1137) of our Logon, if the transport is FIXT. */
  applVerId: string | null;
  /** SenderCompID (49) of our messages. */
  senderCompId: string;
  /** TargetCompID (56) of our messages: the counterparty. */
  targetCompId: string;
  dictionary: Dictionary;
  /**
   * Whether application messages have to conform to the dictionary. What venues report is taken as
   * it comes, with fields of their own.
   */
  isStrict?: boolean;
  /** Fields of the header of each of our messages beyond those that every message has. */
  header?: readonly Field[];
  /** Whether both numbers restart with every Logon. */
  resetOnLogon: boolean;
  /** Whether the counterparty may request that by ResetSeqNumFlag (141). */
  resetAllowed: boolean;
  /** Messages that the application may process at once; more are held back at the peer. */
  window: number;
  now: () => Date;
  /** Set if this side logs on; null if the counterparty does. */
  initiator: InitiatorOptions | null;
  /** Called with the reason when a connection is given up, for the operator. */
  onGivenUp?: (reason: string) => void;
  /** The log cannot be written: the session has to be made anew from what the log has. */
  onLogFailed?: (error: Error) => void;
}

export interface InitiatorOptions {
  /** HeartBtInt (108) in seconds; 0 for none. */
  heartBtInt: number;
  /**
   * Fields of our Logon beyond those that every Logon has: user, password, a venue's own fields. They
   * are secret, and in no log.
   */
  logonFields: () => readonly Field[];
}
