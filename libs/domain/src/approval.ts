/**
 * Who lets a held request go on: a second person, or, for an order that was only staged, anybody who
 * may enter orders of its account.
 */
export type ApprovalKind = 'secondPerson' | 'release';

/** Why a request is held, and until when, as the event that brings it in says it. */
export interface ApprovalDemand {
  kind: ApprovalKind;
  /** What it is held for, in words. */
  rules: string[];
  expiresAt: Date;
  /** A person entered or changed the order; left out if none did, and of what nothing asks it again. */
  isManual?: boolean;
}

/** What a held request waits for. */
export interface Approval extends ApprovalDemand {
  requestedAt: Date;
  /** Whose request it is: this one cannot give the approval of a second person. */
  by: string | null;
}
