import type { Command, ExecutionReport, Order, OrderEvent } from '@ome/domain';

/** The store cannot say what happened or takes no writes; the caller answers 503. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

export type AppendVerdict =
  | { verdict: 'committed'; eventId: string }
  /** Another event of the order holds the sequence number: fold again, decide again. */
  | { verdict: 'conflict' }
  /** The order has an event with this newClOrdId or execId already. */
  | { verdict: 'duplicate'; holder: OrderEvent };

/** The journal of order events: the only commit point and the only truth. */
export abstract class Journal {
  /** Resolves once a majority holds the event on disk. Throws StoreUnavailable where unknown. */
  abstract append(event: OrderEvent): Promise<AppendVerdict>;
  /** All events of an order, oldest first. */
  abstract read(orderId: string): Promise<OrderEvent[]>;
  abstract readEntries(orderId: string): Promise<JournalEntry[]>;
}

/** An event with the id that the journal gave it. */
export interface JournalEntry {
  id: string;
  event: OrderEvent;
}

/** Orders as their last projection shows them; it may lag behind the journal. */
export abstract class OrderReader {
  abstract load(orderId: string): Promise<Order | null>;
  abstract findByBrokerOrderId(link: string, brokerOrderId: string): Promise<string | null>;
  /** By a client's own id of the order or of a request; null where several orders have it. */
  abstract findByClOrdId(clOrdId: string, account: string | null): Promise<string | null>;
}

/** The read models, written after the journal and before the acknowledgement. */
export abstract class Projector {
  /** Never throws: what could not be written now is repaired later. */
  abstract project(order: Order, event: OrderEvent, eventId: string): Promise<void>;
}

export abstract class Ids {
  abstract next(): string;
  /** 24 hex digits that depend on the parts alone. */
  abstract derive(...parts: string[]): string;
}

export abstract class Clock {
  abstract now(): Date;
}

/** Tells the dispatchers that an order may have something to send. Loss is harmless. */
export abstract class Nudger {
  abstract nudge(link: string, orderId: string): void;
}

/** Reports of orders that nobody knows (yet). */
export abstract class UnmatchedReports {
  abstract keep(report: ExecutionReport): Promise<void>;
  abstract waitingFor(keys: ReportKeys): Promise<KeptReport[]>;
  abstract waiting(limit: number): Promise<KeptReport[]>;
  abstract find(id: string): Promise<KeptReport | null>;
  abstract settle(id: string, orderId: string, by: string): Promise<void>;
}

export interface KeptReport {
  id: string;
  report: ExecutionReport;
}

/** What a kept report can be recognised by. */
export interface ReportKeys {
  orderIds: string[];
  clOrdIds: string[];
  brokerOrderIds: string[];
}

export interface LinkRequest {
  order: Order;
  command: Command;
  /** FIX OrigClOrdID: the last accepted request; empty for a new order. */
  origClOrdId: string;
  tag: string;
  sendBy: Date;
}

export type SendOutcome =
  | { outcome: 'accepted'; brokerOrderId: string | null }
  | { outcome: 'refused'; text: string }
  /** Nothing of it was written to the link, or the link said it took nothing. */
  | { outcome: 'notSent'; text: string; retryAfterMs: number | null }
  | { outcome: 'unknown'; text: string };

export type LookUpOutcome =
  | { outcome: 'found'; brokerOrderId: string | null }
  | { outcome: 'absent' }
  | { outcome: 'unanswered'; text: string };

/** One way out to a broker or an exchange. */
export interface ExecutionLink {
  readonly name: string;
  /** False while the link is known to be down: nothing is attempted then. */
  isUp(): boolean;
  send(request: LinkRequest): Promise<SendOutcome>;
  /** Asks what became of a command whose answer was lost. */
  lookUp(request: LinkRequest): Promise<LookUpOutcome>;
}
