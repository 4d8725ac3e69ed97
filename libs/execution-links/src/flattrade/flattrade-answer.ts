import { BrokerFault } from '../broker/broker-fault';
import { isRowList } from '../broker/read-rows';
import { type HttpAnswer, jsonOf } from '../http/link-http';
import { faultOf, isListed, isNoData, rateLimitFault } from './flattrade-errors';

/** An object as Flattrade gives it; all values are strings, numbers too. */
export type Row = Readonly<Record<string, unknown>>;

export const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The text of a field, or null if it is missing or blank. */
export function textOf(row: Row, field: string): string | null {
  const value = row[field];
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : null;
}

/** `stat`; in the answer with the token, the documentation says `status`. */
const statOf = (row: Row): string | null =>
  (textOf(row, 'stat') ?? textOf(row, 'status'))?.toUpperCase() ?? null;

/**
 * The object of a successful answer.
 * @throws BrokerFault if the answer is a refusal or cannot be parsed
 */
export function answerObject(answer: HttpAnswer): Row {
  const value = successOf(answer);
  if (isRow(value)) return value;
  throw notUnderstood(answer);
}

/**
 * The list of a successful answer: a bare array, or `{stat, data: []}` as older guides have it.
 * @throws BrokerFault if the answer is a refusal or cannot be parsed
 */
export function answerRows(answer: HttpAnswer): unknown[] {
  const refusal = refusalOf(answer);
  if (refusal !== null && isNoData(refusal) && answer.status < 500) return [];
  const value = successOf(answer);
  const rows = isRow(value) ? value.data : value;
  if (isRowList(rows)) return rows;
  throw notUnderstood(answer);
}

/** The error text of a `Not_Ok`; null for any other answer. */
function refusalOf(answer: HttpAnswer): string | null {
  const value = jsonOf(answer);
  return isRow(value) && statOf(value) === 'NOT_OK' ? textOf(value, 'emsg') : null;
}

function successOf(answer: HttpAnswer): unknown {
  const { status, retryAfterMs } = answer;
  const refusal = refusalOf(answer);
  if (status === 429) throw rateLimitFault(refusal ?? 'Too many requests', retryAfterMs);
  // A failing server may have acted before it failed; only a text of known meaning settles that.
  if (refusal !== null && (status < 500 || isListed(refusal))) throw faultOf(refusal, retryAfterMs);
  const value = jsonOf(answer);
  const success = Array.isArray(value) || (isRow(value) && statOf(value) === 'OK');
  if (status < 300 && success) return value;
  throw notUnderstood(answer);
}

const notUnderstood = ({ status }: HttpAnswer): BrokerFault =>
  new BrokerFault('unknown', `Flattrade answered ${status} without saying whether it succeeded`);
