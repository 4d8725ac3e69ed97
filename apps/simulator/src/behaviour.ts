/** How the simulator treats a request to the execution link. */
interface Common {
  /** The fraction of requests it applies to, drawn from the seed; the others get `then`. */
  probability?: number;
  /** What happens to an accepted order: filled (default), left resting, or brought to the market. */
  then?: OrderLife;
  /** How many parts an order is filled in; drawn from 1 to 3 by default. */
  parts?: number;
  /** The wait before each part, drawn from this range. */
  partDelayMs?: { min: number; max: number };
  /** The price of its fills, instead of the order's or the market's: also zero, or an absurd one. */
  fillPrice?: string;
  /** How far the stamps of its fills are ahead of the clock. */
  stampAheadMs?: number;
}

export type OrderLife = 'fill' | 'rest' | 'market';

/**
 * Every behaviour of the link. With those that do not act, the venue knows nothing of the request.
 */
export type Behaviour = Common &
  (
    | { behaviour: 'fill' }
    | { behaviour: 'rest' }
    /** Filled against the simulated market, as far as its book goes. */
    | { behaviour: 'market' }
    /** Accepted, then rejected by a Rejected or OrderCancelReject report. */
    | { behaviour: 'reject'; text?: string }
    /** 200 with `success: false`; does not act. */
    | { behaviour: 'refuse'; comment?: string }
    /** Does not act and keeps the connection open without an answer. */
    | { behaviour: 'noAnswer' }
    | { behaviour: 'answerLate'; delayMs?: number }
    /** Acts once and sends each execution report twice. */
    | { behaviour: 'answerTwice' }
    | { behaviour: 'dropAfterActing' }
    | { behaviour: 'dropBeforeActing' }
    /** The reports up to the last fill arrive together and out of order. */
    | { behaviour: 'reorder' }
    /** 500; does not act. */
    | { behaviour: 'error500' }
    /** 200 with HTML; does not act. */
    | { behaviour: 'nonsense' }
    /** 503; does not act. */
    | { behaviour: 'unavailable' }
    /** 429, or with `inAnswer` the broker's rate limit text in an ordinary answer; does not act. */
    | { behaviour: 'rateLimited'; inAnswer?: boolean }
    /** The session has ended from this request on, until a new login; does not act. */
    | { behaviour: 'sessionExpired' }
  );

export type BehaviourName = Behaviour['behaviour'];

/** Whether the venue acts on a request with this behaviour. */
export const ACTS: Readonly<Record<BehaviourName, boolean>> = {
  fill: true,
  rest: true,
  market: true,
  reject: true,
  refuse: false,
  noAnswer: false,
  answerLate: true,
  answerTwice: true,
  dropAfterActing: true,
  dropBeforeActing: false,
  reorder: true,
  error500: false,
  nonsense: false,
  unavailable: false,
  rateLimited: false,
  sessionExpired: false,
};

/** How the trade post treats a delivery. */
export type TradePostBehaviour = { probability?: number } & (
  | { behaviour: 'take' }
  | { behaviour: 'refuse'; comment?: string }
  | { behaviour: 'fail' }
  | { behaviour: 'delay'; delayMs?: number }
  /** Records the delivery and cuts the connection instead of answering. */
  | { behaviour: 'drop' }
);

/** How the link answers a look-up: truly, with a bare 404, or with a 500. */
export type LookupBehaviour = 'answer' | 'missing' | 'error';

export const DEFAULT_PART_DELAY_MS = { min: 1, max: 20 };
export const DEFAULT_ANSWER_LATE_MS = 2_000;
export const DEFAULT_TRADE_POST_DELAY_MS = 1_000;
