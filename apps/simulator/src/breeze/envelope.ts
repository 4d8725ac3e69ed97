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

/** Status 5 is about who calls, and how often. */
const REFUSED = 5;

/** Said of a wrong checksum, a session that is over, and a clock that is off. */
export const notAuthentic = (): BreezeError =>
  new BreezeError('Authentication Fail :: Invalid Checksum.', REFUSED, 401);

export const rateLimited = (unit: Unit, httpStatus = 401): BreezeError =>
  new BreezeError(`Limit exceed: API call per ${unit}:Try after some time`, REFUSED, httpStatus);

/** Of an empty list, and of an order that there is not at the exchange. */
export const noData = (): BreezeError => new BreezeError('No Data Found');

/** Of arguments that are no good. */
export const badArguments = (): BreezeError => new BreezeError('Resource not available.');
