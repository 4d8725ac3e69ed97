import { createHash } from 'node:crypto';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const LENGTH = 8;
/** The form of all tags. */
export const OWN_TAG = /^[a-z]{8}$/;

/**
 * The tag of an attempt: eight lower-case letters, which satisfy every known rule of the broker for
 * remarks. Derived from the attempt, so that it needs no store.
 */
export function attemptTag(clOrdId: string, attempt: number): string {
  const hash = createHash('sha256').update(`${clOrdId}/${attempt}`).digest();
  const base = BigInt(LETTERS.length);
  let rest = hash.readBigUInt64BE();
  let tag = '';
  for (let place = 0; place < LENGTH; place += 1) {
    tag += LETTERS[Number(rest % base)];
    rest /= base;
  }
  return tag;
}
