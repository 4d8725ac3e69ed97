import type { Command, InstrumentName, Order, RefusalCode } from '@ome/domain';

export interface LinkRequest {
  order: Order;
  command: Command;
  /** FIX OrigClOrdID: the last accepted request; empty for a new order. */
  origClOrdId: string;
  tag: string;
  sendBy: Date;
  /** Checked just before anything is written; if false, nothing is written. */
  isStillAllowed: () => boolean;
}

export type SendOutcome =
  | { outcome: 'accepted'; brokerOrderId: string | null }
  /** `refusal`: the engine's own rule, if it was one. */
  | { outcome: 'refused'; text: string; refusal?: RefusalCode }
  /** Nothing of it was written to the link, or the link reported that it took nothing. */
  | { outcome: 'notSent'; text: string; retryAfterMs: number | null }
  | { outcome: 'unknown'; text: string };

export type LookUpOutcome =
  | { outcome: 'found'; brokerOrderId: string | null; text?: string }
  | { outcome: 'absent' }
  | { outcome: 'unanswered'; text: string };

/** Whether a command may be attempted now. */
export type Admission =
  | { admitted: true }
  /** `everyone`: all other commands of the same session have to wait as long. */
  | { admitted: false; retryAfterMs: number; everyone: boolean; text: string };

/** Since when a link is up or down, and its last message. */
export interface LinkHealthStatus {
  up: boolean;
  lastError: string | null;
  since: Date;
}

/** A connection to an exchange, or a session at a broker. */
export interface ExecutionLink {
  /** The name that orders use; the sessions of one broker share it. */
  readonly name: string;
  /** The name of its queue: the link, and the session if the link has sessions. */
  readonly route: string;
  /** Client accounts that it serves; null for all that no other session of the link serves. */
  readonly accounts: readonly string[] | null;
  /** Commands that may be in flight at once, per worker. */
  readonly concurrency: number;
  /** A new order that could not be sent for this long is rejected. */
  readonly newOrderMaxWaitMs: number;
  /** Whether it reports the end of day orders itself; the engine ends the others at the close. */
  readonly reportsExpiry: boolean;
  readonly status: LinkHealthStatus;
  /**
   * The canonical product, and for an order without one the link's default product. Left out if the
   * link has no products.
   */
  productOf?(product: string | null, name: InstrumentName): string | null;
  /** Maximum decimals of a price; left out if unlimited. */
  priceDecimals?(name: Pick<InstrumentName, 'exchange'>): number;
  /** Whether this process serves the link, where only one at a time does; left out if every one does. */
  isServedHere?(): boolean;
  /** Calls whenever that changes. */
  onServed?(listener: () => void): void;
  /** False while nothing can be sent: no command is attempted then. */
  isUp(): boolean;
  /** Checked before the intent to send is journalled, so that waiting leaves no event. */
  admit(order: Order, command: Command): Promise<Admission>;
  /** The text that the link returns, to recognise the attempt. */
  tag(command: Command, attempt: number): string;
  send(request: LinkRequest): Promise<SendOutcome>;
  /** Looks up the outcome of a command whose answer was lost. */
  lookUp(request: LinkRequest): Promise<LookUpOutcome>;
  close(): Promise<void>;
}
