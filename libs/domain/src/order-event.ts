import type { ApprovalDemand } from './approval';
import type { Decimal } from './decimal';
import type { Closure, OrderOrigin } from './order';
import type { RefusalCode } from './refusal';
import type { OrderIdentity, OrderTerms, OrdType, TimeInForce } from './requested-order';

/** What is odd about a report, for ops; the report is booked all the same. */
export enum AlertCode {
  /** CumQty rose above OrderQty (rule 17 of order-states.md). */
  Overfill = 'Overfill',
  /** OrdStatus, CumQty, LeavesQty or AvgPx of the report differ from our own fold. */
  Difference = 'Difference',
  /** The link reports on an order that, as far as we know, was never sent. */
  ReportBeforeSend = 'ReportBeforeSend',
  /** An answer to a request that is not outstanding. */
  NothingPending = 'NothingPending',
  /** A state report on an order that is already closed in another way. */
  ReportAfterClose = 'ReportAfterClose',
  /** The order traded and was rejected; one of the two reports is wrong. */
  RejectedWithFills = 'RejectedWithFills',
  /** A bust or correction of an execution that has not arrived. */
  UnknownExecution = 'UnknownExecution',
  /** OrderID differs from the one the venue gave before. */
  BrokerOrderIdChanged = 'BrokerOrderIdChanged',
  /** A cumulative quantity at or below what is already booked: late, nothing to book. */
  LateReport = 'LateReport',
  /** The venue changed the terms of an order, and nobody here asked for it. */
  UnrequestedChange = 'UnrequestedChange',
  /** A field that the event does not need was unreadable and is left out. */
  UnreadField = 'UnreadField',
  /** A report matched this order by its ids but describes another: kept for ops, not booked. */
  Contradiction = 'Contradiction',
  /** A report matched this order but lacks what its event needs: kept for ops, not booked. */
  Unbookable = 'Unbookable',
  /** The ExecID was already used for something else; what is certainly new is booked anyway. */
  ReusedExecId = 'ReusedExecId',
  /** Ops booked a report that had been kept. */
  BookedByHand = 'BookedByHand',
  /** A fill at price zero or less, or far from the last: its price is ignored until ops confirm it. */
  ImplausiblePrice = 'ImplausiblePrice',
  /** A fill stamped ahead of our clock: its price is ignored until ops confirm it. */
  StampAhead = 'StampAhead',
  /** A fill stamped more than a year before its order was there: it counts as of its receipt. */
  StampBehind = 'StampBehind',
  /** A fill stamped more than a day before its order was there: it counts as of its stamp. */
  StampEarly = 'StampEarly',
  /** Ops confirmed the price of a fill, with their reason. */
  ConfirmedByHand = 'ConfirmedByHand',
}

export interface Alert {
  code: AlertCode;
  field?: string;
  ours?: string;
  reported?: string;
}

interface Envelope {
  orderId: string;
  /** 1 for the event that opens the order, then without gaps. */
  seq: number;
  at: Date;
  /** The API key or process that caused it. */
  by: string | null;
  /** The HTTP request that caused it, to trace an order through the logs. */
  requestId: string | null;
}

export interface NewOrder extends OrderIdentity, OrderTerms {
  type: 'NewOrder';
  /** Only orders of clients are ever sent (FIX matrix E). */
  origin: OrderOrigin;
  brokerOrderId: string | null;
  execId: string | null;
  /** When the venue opened an order given by phone, if it says so. */
  transactTime?: Date | null;
  /**
   * Why the order is rejected from the start: it takes the id of an order that must not be sent.
   */
  withheld?: string;
  /** Set if it is not sent before somebody lets it go on. */
  approval?: ApprovalDemand;
}

/** `newClOrdId` is the client's id that the event uses up; ClOrdIDs are never reused. */
export interface ReplaceRequested extends OrderTerms {
  type: 'ReplaceRequested';
  clOrdId: string;
  newClOrdId: string | null;
  /**
   * Terms that the request did not name, with their values at that time; left out if it named all.
   */
  inherited?: (keyof OrderTerms)[];
  /** Set if it is not sent before a second person approves it. */
  approval?: ApprovalDemand;
  /** Set if a person asks for it, of an order that is staged. */
  isManual?: boolean;
}

/** A second person lets a held request go on, from now on like one that was just made. */
export interface Approved {
  type: 'Approved';
  clOrdId: string;
  text: string | null;
}

/** A staged order goes on, or waits for a second person, if the rules of approval ask for one. */
export interface Released {
  type: 'Released';
  clOrdId: string;
  approval?: ApprovalDemand;
}

export interface CancelRequested {
  type: 'CancelRequested';
  clOrdId: string;
  newClOrdId: string | null;
  text: string | null;
}

/** A cancel before the order was sent: the link never hears of the order. */
export interface CanceledUnsent {
  type: 'CanceledUnsent';
  clOrdId: string;
  newClOrdId: string | null;
  text: string | null;
}

/** Permission to send one command once, before `sendBy`; only its writer may send. */
export interface SendStarted {
  type: 'SendStarted';
  clOrdId: string;
  attempt: number;
  /** The link echoes it, so that a lost answer can be looked up. */
  tag: string;
  sendBy: Date;
  /** The process that may send it; absent in older events. */
  process?: string;
}

/** The link took the command, according to its answer, a report, a look-up, or ops. */
export interface SendAccepted {
  type: 'SendAccepted';
  clOrdId: string;
  attempt: number;
  brokerOrderId: string | null;
  text: string | null;
}

/** The link certainly does not have the command; it may be attempted again. */
export interface SendFailed {
  type: 'SendFailed';
  clOrdId: string;
  attempt: number;
  text: string;
  notBefore: Date | null;
}

/** The answer was lost: the link may or may not have the command. */
export interface SendInDoubt {
  type: 'SendInDoubt';
  clOrdId: string;
  attempt: number;
  text: string;
  /** When its sender noticed that; absent if another process records it, which cannot know. */
  noticedAt?: Date;
}

/** Fields that every report of the venue may carry. */
export interface ReportFields {
  /** Who reports it: the link, this engine (a deadline, a refusal), or ops. */
  source: 'link' | 'engine' | 'ops';
  /** The request that is answered, by its ClOrdID on the link. */
  clOrdId: string | null;
  execId: string | null;
  brokerOrderId: string | null;
  text: string | null;
  transactTime: Date | null;
  alerts: Alert[];
}

/** Reports that carry no data beyond their type. */
export type StateReportType =
  | 'PendingNew'
  | 'AcceptedForBidding'
  | 'New'
  | 'Rejected'
  | 'PendingCancel'
  | 'Canceled'
  | 'CancelRejected'
  | 'PendingReplace'
  | 'ReplaceRejected'
  | 'Expired'
  | 'DoneForDay'
  | 'Suspended'
  | 'Stopped'
  | 'Calculated'
  | 'Triggered'
  | 'OrderStatus';

export interface StateReport extends ReportFields {
  type: StateReportType;
  /** The rule by which the engine did not send the request; left out for any other reason. */
  refusal?: RefusalCode;
}

export interface Trade extends ReportFields {
  type: 'Trade';
  execId: string;
  lastQty: Decimal;
  lastPx: Decimal;
  exchange: string;
  /** The same report also cancels the remainder (immediate-or-cancel). */
  cancelsRemainder: boolean;
}

/** Ops confirm that the execution really traded at its doubted price. */
export interface TradeConfirmed extends ReportFields {
  type: 'TradeConfirmed';
  /** The ExecID of the trade itself, not of a later correction. */
  execRefId: string;
}

export interface TradeCancel extends ReportFields {
  type: 'TradeCancel';
  execRefId: string;
  /** The first execution of the chain that `execRefId` belongs to; null if it has not arrived. */
  rootExecId: string | null;
  /** Live quantity and price of that execution before this event. */
  busted: { quantity: Decimal; price: Decimal } | null;
}

export interface TradeCorrect extends ReportFields {
  type: 'TradeCorrect';
  execRefId: string;
  rootExecId: string | null;
  busted: { quantity: Decimal; price: Decimal } | null;
  lastQty: Decimal;
  lastPx: Decimal;
}

/** What the venue made of an order that no request can change; left out where it is as it was. */
export interface Converted {
  ordType?: OrdType;
  timeInForce?: TimeInForce;
  /** Together with `timeInForce`; null unless that is GTD. */
  expireAt?: Date | null;
}

export interface Replaced extends ReportFields, Converted {
  type: 'Replaced';
  /** As reported; null means as requested. */
  orderQty: Decimal | null;
  price: Decimal | null;
  stopPrice: Decimal | null;
}

export interface Restated extends ReportFields, Converted {
  type: 'Restated';
  orderQty: Decimal | null;
  price: Decimal | null;
  /** Left out where the report gives none, and by earlier versions. */
  stopPrice?: Decimal;
  /** Earlier quantities are multiplied, and prices divided, by new over old OrderQty (rule 19). */
  corporateAction: boolean;
}

/**
 * The sum of an order's slices. It states totals, not what happened: executions are events of the
 * slices alone, so that counting trades counts each of them once.
 */
export interface SlicesSummed {
  type: 'SlicesSummed';
  /** Rises and falls with replaces of slices. */
  orderQty: Decimal;
  cumQty: Decimal;
  /** Text: a sum of products, which may exceed the journal's decimals. */
  notional: string;
  leavesQty: Decimal;
  lastQty: Decimal | null;
  lastPx: Decimal | null;
  accepted: boolean;
  doneForDay: boolean;
  suspended: boolean;
  inDoubt: boolean;
  closed: Closure | null;
  /** Why some slices were not placed; null if nothing prevented it. */
  stopped: string | null;
  stoppedBy?: RefusalCode;
  /** Set if it closed, and only refusals that pass prevented what is not filled. */
  refusal?: RefusalCode;
  text: string | null;
}

export type OrderFact =
  | NewOrder
  | ReplaceRequested
  | CancelRequested
  | CanceledUnsent
  | Approved
  | Released
  | SendStarted
  | SendAccepted
  | SendFailed
  | SendInDoubt
  | StateReport
  | Trade
  | TradeConfirmed
  | TradeCancel
  | TradeCorrect
  | Replaced
  | Restated
  | SlicesSummed;

/** One line of the journal. */
export type OrderEvent = Envelope & OrderFact;
export type OrderEventType = OrderFact['type'];
export type EventEnvelope = Envelope;

export const isReport = (event: OrderFact): event is OrderFact & ReportFields => 'alerts' in event;

/** Events that change the fills of an order. */
export const FILL_EVENT_TYPES = [
  'Trade',
  'TradeConfirmed',
  'TradeCancel',
  'TradeCorrect',
  'Restated',
] as const;

/** Whether a fill's price is ignored in valuations until ops confirm it. */
export const isDoubted = (alerts: readonly Alert[]): boolean =>
  alerts.some(({ code }) => code === AlertCode.ImplausiblePrice || code === AlertCode.StampAhead);
