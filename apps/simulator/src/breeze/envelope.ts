import type { HttpAnswer } from '../brokers/broker-desk';
import type { Unit } from '../brokers/simulated-broker';

export type Success = object | null;

/** An error in Breeze's words; the status within the envelope is what counts. */
export class BreezeError extends Error {
  constructor(
    readonly text: string,
    readonly status = 500,
    readonly httpStatus = 200,
  ) {
    super(text);
  }
}

export const okAnswer = (success: Success): HttpAnswer => ({
  status: 200,
  body: { Success: success, Status: 200, Error: null },
});

export const errorAnswer = ({ text, status, httpStatus }: BreezeError): HttpAnswer => ({
  status: httpStatus,
  body: { Success: null, Status: status, Error: text },
});

/** Status 5: errors of authentication and of rate limits. */
const REFUSED = 5;

/** For a wrong checksum, an ended session, and a skewed clock. */
export const notAuthentic = (): BreezeError =>
  new BreezeError('Authentication Fail :: Invalid Checksum.', REFUSED, 401);

export const rateLimited = (unit: Unit, httpStatus = 401): BreezeError =>
  new BreezeError(`Limit exceed: API call per ${unit}:Try after some time`, REFUSED, httpStatus);

/** For an empty list, and for an order that the exchange does not have. */
export const noData = (): BreezeError => new BreezeError('No Data Found');

/** For invalid arguments. */
export const badArguments = (): BreezeError => new BreezeError('Resource not available.');

/** Rows, if there are any. @throws BreezeError */
export function some(rows: object[]): object[] {
  if (rows.length === 0) throw noData();
  return rows;
}
