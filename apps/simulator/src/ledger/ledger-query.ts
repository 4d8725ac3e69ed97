import { Malformed } from '../malformed';

export interface LedgerQuery {
  orderId?: string;
  kind?: string;
  /** How many ledger entries to skip: an earlier `nextCursor`. */
  after: number;
  limit: number;
}

const DEFAULT_LIMIT = 1_000;
const MAX_LIMIT = 10_000;

/** Throws Malformed for a cursor or a limit that is not a whole number in range. */
export function parseLedgerQuery(query: Record<string, string | undefined>): LedgerQuery {
  return {
    orderId: query.orderId,
    kind: query.kind,
    after: wholeNumber('after', query.after, 0, Number.MAX_SAFE_INTEGER),
    limit: wholeNumber('limit', query.limit, DEFAULT_LIMIT, MAX_LIMIT),
  };
}

function wholeNumber(
  name: string,
  text: string | undefined,
  fallback: number,
  max: number,
): number {
  if (text === undefined) return fallback;
  if (!/^\d{1,16}$/.test(text) || Number(text) > max) {
    throw new Malformed(`${name} must be a whole number up to ${max}`);
  }
  return Number(text);
}
