import { isSafeNumber, parse as parseLossless } from 'lossless-json';
import secureJson from 'secure-json-parse';

/** Digits in a row, or around a point, that a double might not hold. */
const LONG_NUMBER = /\d[\d.]{15,}/;

/**
 * Parses a JSON body without losing digits: a number that a double cannot hold exactly arrives as
 * its text, which every decimal field takes as well.
 */
export function parseJsonBody(body: string): unknown {
  const value: unknown = secureJson.parse(body, { protoAction: 'error' });
  if (!LONG_NUMBER.test(body)) return value;
  return parseLossless(body, null, (text) => (isSafeNumber(text) ? Number(text) : text));
}
