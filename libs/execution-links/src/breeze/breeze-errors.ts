import { parse } from 'lossless-json';
import { BrokerFault, type FaultClass } from '../broker/broker-fault';
import type { HttpAnswer } from '../http/link-http';
import { msToNextIstMidnight, msToNextMinute } from './breeze-times';

/** The kind of call: some texts mean different things for each. */
export type BreezeCallPurpose = 'login' | 'read' | 'order';

interface KnownError {
  pattern: RegExp;
  /** Any call if omitted. */
  on?: BreezeCallPurpose;
  faultClass: FaultClass;
  remedy: string;
  /** How long the whole session has to wait. */
  pauseMs?: (now: Date) => number;
}

const LOG_IN_AGAIN = 'log in again, a session lasts until midnight in India';
const NO_DATA = /no data found/i;

/** The known error texts of Breeze; the first that matches counts. */
export const KNOWN_ERRORS: readonly KnownError[] = [
  {
    pattern: /limit exceed.*per day/i,
    faultClass: 'rateLimited',
    remedy: 'the calls of the day are used up: trade by hand until midnight in India',
    pauseMs: msToNextIstMidnight,
  },
  {
    pattern: /limit exceed.*per minute/i,
    faultClass: 'rateLimited',
    remedy: 'the session waits for the next minute',
    pauseMs: msToNextMinute,
  },
  {
    pattern: /limit exceed|too many requests/i,
    faultClass: 'rateLimited',
    remedy: 'the session waits a moment',
  },
  {
    pattern: /invalid checksum/i,
    faultClass: 'reauthenticate',
    remedy: `${LOG_IN_AGAIN}; where that does not help, check apiSecret and the clock`,
  },
  {
    pattern: /authentication fail/i,
    faultClass: 'reauthenticate',
    remedy: LOG_IN_AGAIN,
  },
  {
    pattern: /public key does not exist/i,
    faultClass: 'reauthenticate',
    remedy: 'correct the apiKey of this session in BREEZE_ACCOUNTS',
  },
  {
    pattern: /invalid session/i,
    faultClass: 'reauthenticate',
    remedy: LOG_IN_AGAIN,
  },
  {
    pattern: /resource not available/i,
    on: 'login',
    faultClass: 'reauthenticate',
    remedy: 'the code of the login page has expired: log in again',
  },
  {
    pattern: /resource not available/i,
    faultClass: 'unknown',
    remedy: 'the broker is out of order, or an argument is wrong',
  },
  {
    pattern: /timed? ?out|service unavailable|bad gateway|internal server error/i,
    faultClass: 'unknown',
    remedy: 'the broker is out of order: look into its book',
  },
  {
    pattern: NO_DATA,
    faultClass: 'rejected',
    remedy: 'the broker has no such order on this exchange: check the exchange and the order id',
  },
  {
    pattern: /should be in multiples of/i,
    faultClass: 'rejected',
    remedy: 'round the price to the tick size',
  },
  {
    pattern: /already been executed/i,
    faultClass: 'rejected',
    remedy: 'read the order: it is closed at the broker',
  },
  {
    pattern: /cannot be empty|should be either|should not exceed/i,
    faultClass: 'rejected',
    remedy: 'correct the field that the broker names',
  },
];

/** Statuses that leave the outcome of a call unknown, whatever the text says. */
const OUTAGE: ReadonlySet<number> = new Set([408, 502, 503, 504]);

/**
 * The `Success` of a Breeze envelope, with numbers as text so that no digit is lost. The inner
 * Status counts: errors come with HTTP 200, and envelopes with HTTP errors.
 * @throws BrokerFault for anything but inner Status 200 without an Error
 */
export function successOf(answer: HttpAnswer, purpose: BreezeCallPurpose, now: Date): unknown {
  const envelope = envelopeOf(answer.text);
  if (!envelope) throw bareFault(answer, now);
  const { Success, Status, Error: error } = envelope;
  if (Status === '200' && !error) return Success;
  throw typeof error === 'string' && error !== ''
    ? textFault(error, Number(Status), answer, purpose, now)
    : new BrokerFault('unknown', `Breeze answered with Status ${String(Status)} and no text`);
}

/** The broker has no data: an empty list, or no such order. */
export const saysNoData = ({ brokerText }: BrokerFault): boolean => NO_DATA.test(brokerText);

function textFault(
  text: string,
  status: number,
  answer: HttpAnswer,
  purpose: BreezeCallPurpose,
  now: Date,
): BrokerFault {
  const known = KNOWN_ERRORS.find(
    ({ pattern, on }) => pattern.test(text) && (!on || on === purpose),
  );
  if (known) {
    const { faultClass, remedy, pauseMs } = known;
    const retryAfterMs = answer.retryAfterMs ?? pauseMs?.(now) ?? null;
    return new BrokerFault(faultClass, text, remedy, retryAfterMs);
  }
  if (OUTAGE.has(status) || OUTAGE.has(answer.status)) return new BrokerFault('unknown', text);
  if (answer.status === 401 || answer.status === 403) return refusedAccess(answer.status, text);
  if (answer.status === 429) return tooManyCalls(text, answer, now);
  return new BrokerFault('rejected', text);
}

/** An answer without an envelope comes from a proxy before the broker, or from an outage. */
function bareFault(answer: HttpAnswer, now: Date): BrokerFault {
  const { status } = answer;
  const text = `Breeze answered HTTP ${status} without an envelope`;
  switch (status) {
    case 401:
    case 403:
      return refusedAccess(status, text);
    case 429:
      return tooManyCalls(text, answer, now);
    case 404:
    case 405:
      return new BrokerFault('rejected', text, 'check the address of the broker in the settings');
    default:
      return new BrokerFault('unknown', text, 'the broker is out of order: look into its book');
  }
}

const refusedAccess = (status: 401 | 403, text: string): BrokerFault =>
  new BrokerFault(
    'reauthenticate',
    text,
    status === 403
      ? "register this machine's address with the broker, then log in again"
      : LOG_IN_AGAIN,
  );

const tooManyCalls = (text: string, { retryAfterMs }: HttpAnswer, now: Date): BrokerFault =>
  new BrokerFault(
    'rateLimited',
    text,
    'the session waits for the next minute',
    retryAfterMs ?? msToNextMinute(now),
  );

function envelopeOf(text: string): Record<string, unknown> | null {
  try {
    const value = parse(text, null, String);
    return typeof value === 'object' && value !== null && 'Status' in value ? value : null;
  } catch {
    return null;
  }
}
