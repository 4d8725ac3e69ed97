import { isSafeNumber, parse as parseLossless } from 'lossless-json';
import { parse as parseQuery } from 'node:querystring';
import secureJson from 'secure-json-parse';
import { invalid } from '@ome/order-entry';

/** Numbers with so many digits that a double might not hold them. */
const LONG_NUMBER = /\d[\d.]{15,}/;

/** Requests are flat and short; others may be attacks. */
const MAX_DEPTH = 10;
const MAX_FIELDS = 200;
const TOO_MANY_FIELDS = `must have at most ${MAX_FIELDS} fields an object`;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const isOpening = (code: number): boolean => code === 0x5b || code === 0x7b;
const isClosing = (code: number): boolean => code === 0x5d || code === 0x7d;

/**
 * Parses a JSON body without losing digits: a number that a double cannot hold exactly becomes a
 * string, which every decimal field accepts.
 *
 * @throws InvalidRequest if it is nested too deeply or has too many fields
 */
export function parseJsonBody(body: string): unknown {
  refuseExcess(body);
  const value: unknown = secureJson.parse(body, { protoAction: 'error' });
  if (!LONG_NUMBER.test(body)) return value;
  return parseLossless(body, null, (text) => (isSafeNumber(text) ? Number(text) : text));
}

/** Checks the text before it is parsed: every colon outside a string ends a field name. */
function refuseExcess(body: string): void {
  const fields: number[] = [0];
  let quoted = false;
  for (let index = 0; index < body.length; index += 1) {
    const code = body.charCodeAt(index);
    if (quoted && code === BACKSLASH) index += 1;
    else if (code === QUOTE) quoted = !quoted;
    else if (quoted) continue;
    else if (isOpening(code)) {
      if (fields.push(0) > MAX_DEPTH + 1) {
        throw invalid('body', `must be nested at most ${MAX_DEPTH} deep`);
      }
    } else if (isClosing(code)) {
      // Unbalanced brackets are reported by the parser.
      if (fields.length > 1) fields.pop();
    } else if (code === COLON && ++fields[fields.length - 1] > MAX_FIELDS) {
      throw invalid('body', TOO_MANY_FIELDS);
    }
  }
}

/** The fields of a form; a repeated field has all of its values. */
export function parseForm(body: string): Record<string, unknown> {
  if (body.split('&', MAX_FIELDS + 1).length > MAX_FIELDS) throw invalid('body', TOO_MANY_FIELDS);
  return parseQuery(body);
}
