import type { HttpAnswer } from '../brokers/broker-desk';
import type { Excess } from '../brokers/rate-limits';
import { numericDate, timeOfDay } from '../brokers/indian-time';

/**
 * Two forms of the same answers. `session`: as Noren answers. `signed`: for calls signed with an
 * HMAC, lists are under `data` and the time is `requestTime`.
 */
export type Mode = 'session' | 'signed';

/** Values of a reply are strings, or lists and objects of strings. */
export type Reply = Record<string, unknown> | Record<string, unknown>[] | string[];

/** A refusal in Noren's words. */
export class NotOk extends Error {
  constructor(
    readonly emsg: string,
    readonly status = 200,
  ) {
    super(emsg);
  }
}

export const Emsg = {
  sessionOver: 'Session Expired :  Invalid Session Key',
  noData: 'Error Occurred : 5 "no data"',
  invalidInput: 'Error Occurred : 2 "invalid input"',
  unknownRequest: 'Error Occurred : 1 "unknown request"',
  notJson: 'Invalid Input : jData is not valid json object',
  missingJData: 'Invalid Input : Missing jData',
  notText: 'Invalid Input : One or more input parameters are not in string format',
  tradingSymbol: 'Invalid Trading Symbol',
  noPrice: 'Order price cannot be zero',
  amo: 'Invalid AMO',
  marketRefused: 'Invalid Input : MKT and SL-MKT orders are not allowed for API users',
  notFound: 'Rejected : ORA:Order not found',
  notFoundToCancel: 'Rejected : ORA:Order not found to Cancel',
  triggerPrice: 'ORA:Trigger price invalid - 0.00',
  positionType: 'Invalid Input :  Invalid Position Type',
  holdings: 'Invalid Input : Missing uid or actid or prd.',
} as const;

/** Counted and spelt as Noren does. */
export const excessText = ({ count, unit, limit }: Pick<Excess, 'count' | 'unit' | 'limit'>) =>
  `Invalid Input :  Order Recieved ${count} in a current ${unit} exceeds Limit ${limit} for user`;

export const requestTime = (at: Date): string => `${timeOfDay(at)} ${numericDate(at)}`;

export function okAnswer(reply: Reply, mode: Mode, at: Date): HttpAnswer {
  if (!Array.isArray(reply)) {
    return { status: 200, body: { ...timeField(mode, at), stat: 'Ok', ...reply } };
  }
  if (mode === 'signed') return { status: 200, body: { stat: 'Ok', data: reply } };
  return reply.length > 0
    ? { status: 200, body: reply }
    : notOkAnswer(new NotOk(Emsg.noData), mode, at);
}

export function notOkAnswer({ emsg, status }: NotOk, mode: Mode, at: Date): HttpAnswer {
  return { status, body: { ...timeField(mode, at), stat: 'Not_Ok', emsg } };
}

const timeField = (mode: Mode, at: Date): Record<string, string> =>
  mode === 'signed' ? { requestTime: requestTime(at) } : { request_time: requestTime(at) };
