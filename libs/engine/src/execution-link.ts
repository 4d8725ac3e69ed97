import type { Command, InstrumentName, Order } from '@ome/domain';

export interface LinkRequest {
  order: Order;
  command: Command;
  /** FIX OrigClOrdID: the last accepted request; empty for a new order. */
  origClOrdId: string;
  tag: string;
  sendBy: Date;
  /** Asked right before anything is written; where it is false, nothing is. */
  isStillAllowed: () => boolean;
}

export type SendOutcome =
  | { outcome: 'accepted'; brokerOrderId: string | null }
  | { outcome: 'refused'; text: string }
  /** Nothing of it was written to the link, or the link said it took nothing. */
  | { outcome: 'notSent'; text: string; retryAfterMs: number | null }
  | { outcome: 'unknown'; text: string };

export type LookUpOutcome =
  | { outcome: 'found'; brokerOrderId: string | null; text?: string }
  | { outcome: 'absent' }
  | { outcome: 'unanswered'; text: string };

/** Whether a command may be attempted now. */
export type Admission =
  | { admitted: true }
  /** `everyone`: whatever else waits for the same session has to wait as long. */
  | { admitted: false; retryAfterMs: number; everyone: boolean; text: string };

/** Since when a link is up or down, and what it said last. */
export interface LinkHealthStatus {
  up: boolean;
  lastError: string | null;
  since: Date;
}

/** One way out to an exchange, or one session at a broker. */
export interface ExecutionLink {
  /** What orders name it by; the sessions of one broker share it. */
  readonly name: string;
  /** Names its queue: the link, and the session where the link has such. */
  readonly route: string;
  /** Client accounts that it serves; null for all that no other session of the link does. */
  readonly accounts: readonly string[] | null;
  /** Commands that may be under way at once, per worker. */
  readonly concurrency: number;
  /** A new order that could not be sent for this long is rejected. */
  readonly newOrderMaxWaitMs: number;
  /** Whether it says itself that a day order has ended; the engine ends the others at the close. */
  readonly reportsExpiry: boolean;
  readonly status: LinkHealthStatus;
  /**
   * The one name of a product, and for an order that names none the product that it is placed as
   * here. Left out where the link has no products.
   */
  productOf?(product: string | null, name: InstrumentName): string | null;
  /** How many decimals a price may have here; left out where it may have any. */
  priceDecimals?(name: Pick<InstrumentName, 'exchange'>): number;
  /** False while nothing can be sent: nothing is attempted then. */
  isUp(): boolean;
  /** Asked before the intent to send is journalled, so that waiting leaves no trace there. */
  admit(order: Order, command: Command): Promise<Admission>;
  /** What the link gives back and the attempt is recognised by. */
  tag(command: Command, attempt: number): string;
  send(request: LinkRequest): Promise<SendOutcome>;
  /** Asks what became of a command whose answer was lost. */
  lookUp(request: LinkRequest): Promise<LookUpOutcome>;
  close(): Promise<void>;
}
