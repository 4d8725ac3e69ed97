import type { ExecutionReport, OrderEvent } from '@ome/domain';
import type { ExecutionReportMessage } from './execution-report';
import type { OrderEventMessage } from './feed';
import type { PlainJson } from './json';
import type { LinkStatusView } from './links';
import type { OrderView } from './views';

/** How many orders have a command that is queued, being sent, or in doubt. */
export interface WorkCountsView {
  queued: number;
  sending: number;
  inDoubt: number;
}

/** An order that has something to send or to look up, and why it waits. */
export interface WaitingOrderView {
  order: OrderView;
  /** `new`, `replace` or `cancel`. */
  command: string;
  state: keyof WorkCountsView;
  since: string;
  dueAt: string;
  text: string | null;
}

/** `GET /ops/waiting` */
export interface WaitingView {
  counts: WorkCountsView;
  links: LinkStatusView[];
  items: WaitingOrderView[];
}

/** An event with alerts: what was odd about a report. */
export type AlertView = { id: string } & PlainJson<OrderEvent>;

/**
 * Why a report is kept: its order is unknown (so far); it contradicts the order or execution that
 * its ids name; it lacks what its event needs.
 */
export type KeptForName = 'unknown' | 'contradiction' | 'unreadable';

/** A report that waits for an order or for ops. */
export interface UnmatchedReportView {
  id: string;
  receivedAt: string;
  keptFor: KeptForName;
  /** The text that the sender got. */
  comment: string;
  /** Missing if it cannot be parsed as a report. */
  report?: PlainJson<ExecutionReport>;
  /** As received, if it came through the execution endpoint. */
  body?: string;
}

/** `POST /ops/unmatched-reports/:id/book`: missing fields are taken from the report. */
export interface BookByHandRequest extends Pick<
  ExecutionReportMessage,
  | 'ExecType'
  | 'ExecID'
  | 'ExecRefID'
  | 'OrdStatus'
  | 'LastQty'
  | 'LastPx'
  | 'OrderQty'
  | 'Price'
  | 'TransactTime'
> {
  orderId: string;
  reason: string;
}

/** A history of events that cannot be folded: nothing is decided on it until it can be. */
export interface SetAsideHistoryView {
  /** The kind of history. */
  stream: 'order' | 'basket' | 'conversion';
  id: string;
  /** The first event that cannot be folded. */
  seq: number;
  /** `newer`: written by a newer version of the engine, which can read it; `broken`: unreadable. */
  kind: 'newer' | 'broken';
  reason: string;
  since: string;
}

/** `POST /orders/:orderId/fills/:execId/confirm` */
export interface ConfirmFillRequest {
  reason: string;
}

/** `POST /ops/unmatched-reports/:id/dismiss` */
export interface DismissRequest {
  reason: string;
}

/** `POST /ops/unmatched-reports/:id/assign` */
export interface AssignRequest {
  orderId: string;
}

/** A fill that trade post management has not accepted. */
export interface UndeliveredView {
  /** `<orderId>:<execId>`. */
  id: string;
  orderId: string;
  /** Its sequence number among the order's events. */
  seq: number;
  event: OrderEventMessage;
  attempts: number;
  lastError: string;
  since: string;
  nextAttemptAt: string;
}

/**
 * What ops found out about a command in doubt: the link has it; or the link does not have it, and
 * it is sent again or given up.
 */
export type ResolutionName = 'ADOPT' | 'RESEND' | 'REJECT';

/** `POST /orders/:orderId/resolve` */
export interface ResolveRequest {
  resolution: ResolutionName;
  /** The venue's id of the order, if it was found there. */
  brokerOrderId?: string;
  reason?: string;
}

/** What the engine leans on. */
export interface ReadinessChecks {
  mongodb: { state: 'up' | 'down' };
  redis: { state: 'up' | 'down' };
  queues: WorkCountsView | { state: 'unknown' };
  links: LinkStatusView[];
  /** setAside: the number of unreadable histories; `GET /ops/set-aside` lists them. */
  histories: { state: 'readable' | 'unknown' } | { state: 'setAside'; count: number };
  /** invalid: it does not reach today; `text` says what to do. */
  calendar: { state: 'valid' } | { state: 'invalid'; text: string };
}

/** `GET /health/ready`; 503 if it is `unavailable`. */
export interface ReadinessView {
  status: 'ok' | 'degraded' | 'unavailable';
  /** For keys that are bound to nothing, and for everybody while no key is needed. */
  checks?: ReadinessChecks;
  /** Whether requests need no API key. */
  open: boolean;
}
