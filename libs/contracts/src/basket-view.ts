import type { ApprovalView, OrderView } from './views';

/** FIX ListOrderStatus (431), by name. */
export type BasketStatus =
  'RECEIVED_FOR_EXECUTION' | 'EXECUTING' | 'CANCELLING' | 'ALERT' | 'ALL_DONE' | 'REJECT';

/**
 * The result of a basket that has ended, by its fills. `COMPLETE`: every leg is filled in full.
 * `UNWOUND`: every fill was closed again. `NONE`: nothing was filled. `PARTIAL`: anything else.
 */
export type BasketOutcome = 'COMPLETE' | 'PARTIAL' | 'NONE' | 'UNWOUND';

/** Why no further stage is sent. */
export type BasketStopReason =
  'LEG_REFUSED' | 'LEG_FAILED' | 'TIMEOUT' | 'CANCELED' | 'NOT_APPROVED';

export type ProceedWhen = 'ACCEPTED' | 'FILLED';

/** `STOP` cancels open orders and keeps fills; `UNWIND` closes the fills too. */
export type OnFailure = 'STOP' | 'UNWIND';

/** A leg of `POST /baskets`. Decimals may be strings or numbers. */
export interface NewBasketLeg {
  /** From 1, without gaps; the legs of a stage are sent together. */
  stage: number;
  symbol: string;
  exchange: string;
  side: string;
  ordType: string;
  quantity: string | number;
  price?: string | number;
  stopPrice?: string | number;
  /** Defaults to DAY. */
  timeInForce?: string;
  /** Of this leg, if it differs from the basket's. */
  product?: string;
  link?: string;
  tag?: string;
  /** An after-market order, if the broker has them. */
  amo?: boolean;
  /** If true, an order above the freeze quantity is sent in slices. */
  slice?: boolean;
}

/** `POST /baskets`; 201, or 200 if the same basket was sent before. */
export interface NewBasketRequest {
  /** The client's id of the basket: per account, the same id means the same basket. */
  basketClOrdId: string;
  account: string;
  userId?: string;
  link?: string;
  product?: string;
  legs: NewBasketLeg[];
  /** The state that the legs of a stage must reach before the next stage is sent. */
  proceedWhen: ProceedWhen;
  /** How long a stage may take to reach that state. */
  stageTimeoutMs: number;
  onFailure: OnFailure;
}

/** One of the four legs of an iron condor. */
export interface IronCondorLeg {
  strike: string | number;
  /** The limit price; a market order if left out. */
  price?: string | number;
}

/** `POST /baskets/iron-condor`: the bought options are stage 1, the sold ones stage 2. */
export interface IronCondorRequest {
  basketClOrdId: string;
  account: string;
  userId?: string;
  link?: string;
  product?: string;
  tag?: string;
  /** NIFTY, BANKNIFTY … */
  underlying: string;
  /** Defaults to NFO. */
  exchange?: 'NFO' | 'BFO' | 'CDS' | 'MCX';
  /** YYYY-MM-DD. */
  expiry: string;
  /** The strikes rise in this order. */
  putBuy: IronCondorLeg;
  putSell: IronCondorLeg;
  callSell: IronCondorLeg;
  callBuy: IronCondorLeg;
  /** Lots of the instrument master, or units: exactly one of the two. */
  lots?: number;
  quantity?: string | number;
  /** Defaults to FILLED. */
  proceedWhen?: ProceedWhen;
  /** Defaults to 30 seconds. */
  stageTimeoutMs?: number;
  /** Defaults to UNWIND. */
  onFailure?: OnFailure;
}

/** `POST /baskets/:basketId/cancel` */
export interface CancelBasketRequest {
  reason?: string;
  /** Whether fills are closed too. */
  unwind?: boolean;
}

export interface BasketLegView {
  /** From 1, in the order of the request. */
  leg: number;
  stage: number;
  /** `<basketClOrdId>-<leg>`, and the id that its order has or would have. */
  clOrdId: string;
  orderId: string;
  symbol: string;
  exchange: string;
  side: string;
  ordType: string;
  quantity: string;
  price: string | null;
  stopPrice: string | null;
  timeInForce: string;
  product: string | null;
  link: string;
  tag: string | null;
  /** True for an after-market order. */
  amo?: boolean;
  /** True if it is sent in slices above the freeze quantity. */
  slice?: boolean;
  /** Why the pre-trade checks refused it. */
  refusal: { code: string; text: string } | null;
}

export interface BasketStageView {
  stage: number;
  startedAt: string | null;
  /** When its legs had reached the state that the next stage waits for. */
  completedAt: string | null;
  /** Deadline for reaching that state; null before the stage is started. */
  deadline: string | null;
}

/** A basket in lists and announcements. Decimals are plain-notation strings, times ISO 8601 UTC. */
export interface BasketView {
  /** 24 hex digits. */
  basketId: string;
  basketClOrdId: string;
  account: string;
  userId: string | null;
  status: BasketStatus;
  /** Null until the basket has ended. */
  outcome: BasketOutcome | null;
  proceedWhen: ProceedWhen;
  stageTimeoutMs: number;
  onFailure: OnFailure;
  stages: BasketStageView[];
  legs: BasketLegView[];
  /** Set while nothing of it is sent, as it waits for a second person. */
  approval?: BasketApprovalView;
  stop: { reason: BasketStopReason; text: string; unwind: boolean; at: string } | null;
  /** Problems that people should look at, oldest first. */
  alerts: BasketAlertView[];
  /** Number of its events so far. */
  version: number;
  createdAt: string;
  updatedAt: string;
  endedAt: string | null;
}

export interface BasketAlertView {
  /**
   * IN_DOUBT, CANCEL_REFUSED, UNWIND_WAITS, UNWIND_FAILED, NOT_HELD, OVER_UNWOUND or LATE_FILL.
   */
  code: string;
  /** Null if it is about the basket as a whole. */
  leg: number | null;
  text: string;
  at: string;
}

/** A leg with its order's current state; null and empty before its stage is sent. */
export interface BasketLegDetailView extends BasketLegView {
  order: OrderView | null;
  /** The opposite orders that close what it filled. */
  unwinding: OrderView[];
}

/** One line of a basket's journal. */
export interface BasketEventView {
  /** 1, 2, 3 … without gaps. */
  seq: number;
  type: string;
  at: string;
  by: string | null;
  detail: object;
}

/** `GET /baskets/:basketId` */
export interface BasketDetailView extends Omit<BasketView, 'legs'> {
  legs: BasketLegDetailView[];
  events: BasketEventView[];
}

/** Announced on `ome.baskets` after each event; the highest version of a basket counts. */
export interface BasketMessage extends BasketView {
  v: 1;
  /** The last journalled event. */
  type: string;
}

/** Why a basket waits, and for how long. */
export type BasketApprovalView = Pick<ApprovalView, 'rules' | 'requestedAt' | 'expiresAt' | 'by'>;
