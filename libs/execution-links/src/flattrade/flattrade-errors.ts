import { BrokerFault, type FaultClass, RATE_LIMIT_PAUSE_MS } from '../broker/broker-fault';

interface Rule {
  /** Matched against the text in lower case, with single blanks. */
  matches: RegExp;
  faultClass: FaultClass;
  remedy: string;
}

const LOG_IN_SETTINGS = 'Check userId, apiKey and apiSecret of the session in FLATTRADE_ACCOUNTS';
const AT_FLATTRADE =
  'The account owner has to settle this at Flattrade; do not try again meanwhile';
const REPORT_IT = 'An error in this engine: report it with the order';
const CHECK_SYMBOL = 'Check symbol format: NIFTY21AUG25C24500';
const MARGIN = 'Insufficient margin for this trade';
const GONE = 'Order may be already executed/cancelled';

/**
 * How long the session waits after it has used up the calls of a minute; they free up one by one.
 */
const MINUTE_LIMIT_PAUSE_MS = 10_000;

/** The meaning of Flattrade's texts. The first that matches counts. */
const RULES: readonly Rule[] = [
  {
    matches: /session expired|invalid session|not logged in/,
    faultClass: 'reauthenticate',
    remedy: 'Re-authenticate with Flattrade',
  },
  {
    matches: /exceeds limit \d|current (second|minute)|rate limit exceeded|too many requests/,
    faultClass: 'rateLimited',
    remedy: 'Reduce API call frequency',
  },
  {
    matches: /unknown request|server timeout/,
    faultClass: 'unknown',
    remedy: "Flattrade's order system is down, or its day is beginning or ending",
  },
  {
    matches: /invalid_ip/,
    faultClass: 'rejected',
    remedy: 'Call from the IPv4 address that is registered with the API key; IPv6 is refused',
  },
  {
    matches: /invalid app key|invalid vendor code|invalid user/,
    faultClass: 'rejected',
    remedy: LOG_IN_SETTINGS,
  },
  {
    matches:
      /wrong password|wrong pan|wrong dob|password expired|change password|user blocked|deactivated|user not enabled|invalid access type/,
    faultClass: 'rejected',
    remedy: AT_FLATTRADE,
  },
  {
    matches:
      /not valid json|missing jdata|request data is missing|is missing|: missing |not in string format|basic_string::at/,
    faultClass: 'rejected',
    remedy: REPORT_IT,
  },
  { matches: /invalid trading symbol/, faultClass: 'rejected', remedy: CHECK_SYMBOL },
  {
    matches: /invalid amo/,
    faultClass: 'rejected',
    remedy: 'Leave the after-market flag out',
  },
  {
    matches: /order price cannot be zero/,
    faultClass: 'rejected',
    remedy: 'Give a limit price',
  },
  {
    matches: /invalid position type/,
    faultClass: 'rejected',
    remedy: 'Convert a position of the day as DAY, an older one as CARRY_FORWARD',
  },
  {
    matches: /"invalid input"/,
    faultClass: 'rejected',
    remedy: 'Check symbol, quantity, prices and product of the order',
  },
  { matches: /order not found|not open to (cancel|modify)/, faultClass: 'rejected', remedy: GONE },
  {
    matches: /insufficient funds/,
    faultClass: 'rejected',
    remedy: 'Check available margin/balance',
  },
  { matches: /margin validation|margin shortfall/, faultClass: 'rejected', remedy: MARGIN },
  {
    matches: /check circuit limit/,
    faultClass: 'rejected',
    remedy: 'Choose a price within the circuit limits',
  },
  {
    matches: /trigger price invalid/,
    faultClass: 'rejected',
    remedy: 'Give a trigger price for a stop order, and none for any other',
  },
  {
    matches: /no data/,
    faultClass: 'rejected',
    remedy: 'Check exchange and symbol, or the number of the order',
  },
];

const normalized = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ').trim();

function ruleOf(text: string): Rule | undefined {
  const words = normalized(text);
  return RULES.find(({ matches }) => matches.test(words));
}

/** Whether the documentation of Flattrade, or of a broker on the same system, lists the text. */
export const isListed = (text: string): boolean => ruleOf(text) !== undefined;

/** A failure in the broker's own words. An unlisted one is a plain refusal. */
export function faultOf(text: string, retryAfterMs: number | null = null): BrokerFault {
  const rule = ruleOf(text);
  if (!rule) return new BrokerFault('rejected', text);
  const { faultClass, remedy } = rule;
  return faultClass === 'rateLimited'
    ? rateLimitFault(text, retryAfterMs)
    : new BrokerFault(faultClass, text, remedy, retryAfterMs);
}

/** `Order Recieved 11 in a current second exceeds Limit 10 for user`, and the like. */
export function rateLimitFault(text: string, retryAfterMs: number | null): BrokerFault {
  const [, limit] = /exceeds limit (\d+)/i.exec(text) ?? [];
  const [, window] = /current (second|minute)/i.exec(text) ?? [];
  const remedy = limit
    ? `Reduce API call frequency: the limit is ${limit} calls${window ? ` a ${window}` : ''}`
    : 'Reduce API call frequency';
  const pauseMs = window === 'minute' ? MINUTE_LIMIT_PAUSE_MS : RATE_LIMIT_PAUSE_MS;
  return new BrokerFault('rateLimited', text, remedy, retryAfterMs ?? pauseMs);
}

/** Flattrade's word for an empty list. */
export const isNoData = (text: string): boolean => /no data/.test(normalized(text));

/** Why an order was rejected, with a remedy if one is known. */
export function explained(rejectReason: string): string {
  const remedy = ruleOf(rejectReason)?.remedy;
  return remedy ? `${rejectReason} (${remedy})` : rejectReason;
}
