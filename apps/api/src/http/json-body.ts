import { isSafeNumber, parse as parseLossless } from 'lossless-json';
import secureJson from 'secure-json-parse';

/** Digits in a row, or around a point, that a double might not hold. */
const LONG_NUMBER = /\d[\d.]{15,}/;

/** Requests are flat; what is nested deeper than this is meant to exhaust a stack somewhere. */
const MAX_DEPTH = 32;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const isOpening = (code: number): boolean => code === 0x5b || code === 0x7b;
const isClosing = (code: number): boolean => code === 0x5d || code === 0x7d;

/**
 * Parses a JSON body without losing digits: a number that a double cannot hold exactly arrives as
 * its text, which every decimal field takes as well.
 */
export function parseJsonBody(body: string): unknown {
  if (isTooDeep(body)) throw new SyntaxError('nested too deeply');
  const value: unknown = secureJson.parse(body, { protoAction: 'error' });
  if (!LONG_NUMBER.test(body)) return value;
  return parseLossless(body, null, (text) => (isSafeNumber(text) ? Number(text) : text));
}

function isTooDeep(body: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < body.length; index += 1) {
    const code = body.charCodeAt(index);
    if (quoted && code === BACKSLASH) index += 1;
    else if (code === QUOTE) quoted = !quoted;
    else if (quoted) continue;
    else if (isOpening(code)) depth += 1;
    else if (isClosing(code)) depth -= 1;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}
