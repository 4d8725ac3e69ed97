import type { OrderEventMessage } from '@ome/contracts';
import { EventStore, type RecordedEvent } from '@ome/event-store';
import type { Command, ExecutionReport, InstrumentName, Order, OrderEvent } from '@ome/domain';

/** The journal of order events. */
export abstract class Journal extends EventStore<OrderEvent> {}

export type JournalEntry = RecordedEvent<OrderEvent>;

export interface FeedEntry extends JournalEntry {
  /** The place in the feed right behind this event. Cursors sort as text, as their places do. */
  cursor: string;
}

export interface FeedPage {
  entries: FeedEntry[];
  /** Behind everything that was looked at; an empty page may still move it on. */
  nextCursor: string;
}

/** The oldest events behind a cursor are gone from the store's log. */
export class CursorExpired extends Error {
  override readonly name = 'CursorExpired';
}

/** A cursor that this feed never handed out. */
export class CursorInvalid extends Error {
  override readonly name = 'CursorInvalid';
}

/** All events in the one order in which a majority of the store took them. */
export abstract class EventFeed {
  /** The cursor of this moment. */
  abstract end(): Promise<string>;
  /** @param after null for the beginning of the engine's life */
  abstract page(after: string | null, limit: number): Promise<FeedPage>;
  /** Batches as they come, until `stop` aborts; only events of these types, where any are named. */
  abstract follow(
    after: string,
    stop: AbortSignal,
    types?: readonly OrderEvent['type'][],
  ): AsyncIterable<FeedPage>;
}

/** Which accounts a session of a link serves, for queries. */
export type AccountFilter = { in: readonly string[] } | { notIn: readonly string[] };

/** Orders as their last projection shows them; it may lag behind the journal. */
export abstract class OrderReader {
  abstract load(orderId: string): Promise<Order | null>;
  /** The newest, as venues use an OrderID again on another day; null where a day has several. */
  abstract findByBrokerOrderId(link: string, brokerOrderId: string): Promise<string | null>;
  /** All that a venue may have meant by an OrderID lately, the newest first. */
  abstract allByBrokerOrderId(link: string, brokerOrderId: string): Promise<Order[]>;
  /** By the tag of an attempt that is under way or in doubt. */
  abstract findByTag(link: string, tag: string): Promise<string | null>;
  /** Orders of these accounts that the link may still work on, oldest first. */
  abstract open(link: string, accounts: AccountFilter): Promise<Order[]>;
  /** Orders of these accounts whose placement is being sent or in doubt, oldest first. */
  abstract placementsUnderWay(link: string, accounts: AccountFilter): Promise<Order[]>;
  /** Orders that bear a tag, newest first. */
  abstract ofTag(tag: string, limit: number): Promise<Order[]>;
  /** Orders of an account that are open, whatever their link, sliced ones and their slices. */
  abstract openOf(account: string): Promise<Order[]>;
  /** By a client's own id of the order or of a request; null where several orders have it. */
  abstract findByClOrdId(clOrdId: string, account: string | null): Promise<string | null>;
}

/** The read models, written after the journal and before the acknowledgement. */
export abstract class Projector {
  /**
   * Never throws: what could not be written now is repaired later.
   *
   * @param before null for the event that opens the order
   */
  abstract project(
    order: Order,
    event: OrderEvent,
    eventId: string,
    before: Order | null,
  ): Promise<void>;
}

/** Finds and mends read models that a crash left behind the journal. */
export abstract class ProjectionCheck {
  /** Looks at these orders again in a while, and projects anew what is missing by then. */
  abstract expect(projections: ExpectedProjection[]): void;
  /** All that was expected before this instant (epoch milliseconds) has been looked at. */
  abstract settledAt(): number;
}

/** What the read models must show of an order after some of its events. */
export interface ExpectedProjection {
  orderId: string;
  version: number;
  /** Fills that the events brought or changed, as of which of them. */
  fills: readonly { execId: string; version: number }[];
  /** Whether they changed all fills that were there before. */
  changesAllFills: boolean;
}

export abstract class Followers {
  abstract add(orderId: string, userId: string): Promise<void>;
  abstract remove(orderId: string, userId: string): Promise<void>;
  /** Users who follow each of these orders, beside those who placed them. */
  abstract of(orderIds: string[]): Promise<Map<string, string[]>>;
}

/** The quick announcement to whoever listens at the moment. */
export abstract class Announcer {
  abstract announce(messages: { message: OrderEventMessage; userIds: string[] }[]): Promise<void>;
}

export abstract class Ids {
  abstract next(): string;
  /** 24 hex digits that depend on the parts alone. */
  abstract derive(...parts: string[]): string;
}

export abstract class Clock {
  abstract now(): Date;
}

/** Cancels, and orders that trade at once or never, overtake whatever else waits for the link. */
export type Urgency = 'urgent' | 'normal';

/** What an order's link, session and queue follow from. */
export type NudgedOrder = Pick<Order, 'orderId' | 'link' | 'account'>;

/** Tells the dispatchers that an order may have something to send. Loss is harmless. */
export abstract class Nudger {
  abstract nudge(order: NudgedOrder, urgency?: Urgency): void;
}

/** Why a report is kept instead of booked. */
export type KeptFor =
  /** Nobody knows its order (yet): it is booked by itself once that appears. */
  | 'unknown'
  /** It names another order, or an execution with other content: ops decide. */
  | 'contradiction'
  /** It does not say what its event needs: ops book it by hand. */
  | 'unreadable';

export interface ReportToKeep {
  keptFor: KeptFor;
  /** What whoever reported was answered, and ops are shown. */
  comment: string;
  /** Null where the report cannot be read as one. */
  report: ExecutionReport | null;
  /** Its text as it came; null where it did not come as one. */
  body: string | null;
}

/** Reports that could not be booked (yet). */
export abstract class UnmatchedReports {
  /** Resolves to its id, which is the same for a repeat. */
  abstract keep(report: ReportToKeep): Promise<string>;
  /** Of those that wait for an order: the ones that these orders could be meant by. */
  abstract waitingFor(keys: ReportKeys): Promise<MatchableReport[]>;
  /** Those that wait for an order, oldest first. */
  abstract waiting(limit: number, after: ReportPlace | null): Promise<MatchableReport[]>;
  /** Null where there is none, or it was dismissed. */
  abstract find(id: string): Promise<KeptReport | null>;
  /** What waited for an order contradicts the one that has appeared: from now on ops decide. */
  abstract hold(id: string, comment: string): Promise<void>;
  /** Sets the one order that a report may be booked on by hand; false where it is another one. */
  abstract claim(id: string, orderId: string): Promise<boolean>;
  /** Undoes a claim that came to nothing. */
  abstract release(id: string): Promise<void>;
  abstract settle(id: string, orderId: string, by: string): Promise<void>;
  /** For what is no report of ours; false where there is none, or it is being booked. */
  abstract dismiss(id: string, by: string): Promise<boolean>;
}

export interface KeptReport extends ReportToKeep {
  id: string;
  receivedAt: Date;
  /** The order that it was booked on since; null while it waits. */
  orderId: string | null;
}

export interface MatchableReport extends ReportPlace {
  report: ExecutionReport;
}

/** Where a report stands in the order in which they came. */
export interface ReportPlace {
  id: string;
  receivedAt: Date;
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

/** A fill for trade post management, with what is known of its delivery. */
export interface TradePostMessage {
  /** `<orderId>:<execId>`. */
  id: string;
  orderId: string;
  /** Its place among the events of the order. */
  seq: number;
  event: OrderEventMessage;
}

export interface UndeliveredMessage extends TradePostMessage {
  attempts: number;
  lastError: string;
  since: Date;
  nextAttemptAt: Date;
}

/** Resolves once trade post management has taken the message; rejects otherwise. */
export abstract class TradePost {
  abstract deliver(message: TradePostMessage): Promise<void>;
}

/** What could not be delivered yet. */
export abstract class UndeliveredMessages {
  abstract keep(message: UndeliveredMessage): Promise<void>;
  abstract remove(id: string): Promise<void>;
  /** Which of these orders have something waiting: what follows must wait behind it. */
  abstract ordersWaiting(orderIds: string[]): Promise<Set<string>>;
  /** The first waiting message of each order, where it is due. */
  abstract due(now: Date, limit: number): Promise<UndeliveredMessage[]>;
}
