import type { ApprovalDemand } from '../approval';
import type { Decimal } from '../decimal';
import type { BasketAlertCode, BasketOutcome, BasketTerms, StopReason, Unwinding } from './basket';

interface Envelope {
  basketId: string;
  /** 1 for the event that opens the basket, then without gaps. */
  seq: number;
  at: Date;
  /** The API key or process that caused it. */
  by: string | null;
  requestId: string | null;
}

export interface BasketNew extends BasketTerms {
  type: 'BasketNew';
  /** Set if nothing of it is sent before a second person approves it. */
  approval?: ApprovalDemand;
}

/** A second person lets it begin. */
export interface BasketApproved {
  type: 'BasketApproved';
  text: string | null;
}

/** Allows placing the legs of the stage, within its time limit. */
export interface StageStarted {
  type: 'StageStarted';
  stage: number;
}

/** All legs of the stage reached the state that the next stage waits for. */
export interface StageCompleted {
  type: 'StageCompleted';
  stage: number;
}

/** Pre-trade checks refused the order; `unwinding` if the order was to close a leg. */
export interface LegRefused {
  type: 'LegRefused';
  leg: number;
  orderId: string;
  code: string;
  text: string;
}

/** Starts nothing more. A second one may only add that fills are to be closed too. */
export interface BasketStopped {
  type: 'BasketStopped';
  reason: StopReason;
  text: string;
  unwind: boolean;
}

/** The decision to close this quantity of a leg, journalled before its order is placed. */
export interface UnwindLegStarted extends Unwinding {
  type: 'UnwindLegStarted';
}

export interface BasketAlerted {
  type: 'BasketAlerted';
  code: BasketAlertCode;
  leg: number | null;
  text: string;
  /** Of `NOT_HELD`: how much of the leg somebody else closed. */
  quantity?: Decimal;
}

/** Nothing is open any more. Journalled again if a late fill changes the outcome. */
export interface BasketEnded {
  type: 'BasketEnded';
  outcome: BasketOutcome;
  /** Filled quantity per leg, for the record. */
  filled: { leg: number; quantity: Decimal }[];
}

export type BasketFact =
  | BasketNew
  | BasketApproved
  | StageStarted
  | StageCompleted
  | LegRefused
  | BasketStopped
  | UnwindLegStarted
  | BasketAlerted
  | BasketEnded;

/** One line of a basket's journal. */
export type BasketEvent = Envelope & BasketFact;
