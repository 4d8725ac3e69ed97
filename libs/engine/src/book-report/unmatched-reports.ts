import type { ExecutionReport } from '@ome/domain';

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
