/** Our ids of orders and of their later requests: 24 hexadecimal digits, and a number. */
const OURS = /^([0-9a-f]{24})(?:-(\d+))?$/;
/** 17 characters of base 62 hold 24 hexadecimal digits; what follows is the number. */
const SHORT = /^([0-9A-Za-z]{17})([0-9A-Za-z]{0,3})$/;
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const ORDER_LENGTH = 17;
const BASE = BigInt(DIGITS.length);

/**
 * The ClOrdID (11) of a request at a venue: ours, or the same in at most 20 letters and digits.
 */
export function wireClOrdId(clOrdId: string, isShort: boolean): string {
  const [, order, number] = OURS.exec(clOrdId) ?? [];
  if (!isShort || order === undefined) return clOrdId;
  const written = inBase62(BigInt(`0x${order}`)).padStart(ORDER_LENGTH, '0');
  return number === undefined ? written : written + inBase62(BigInt(number));
}

/** Our id, from what a venue quotes; what has no such form is not ours, and left as it is. */
export function ourClOrdId(quoted: string, isShort: boolean): string {
  const [, order, number] = (isShort && SHORT.exec(quoted)) || [];
  if (order === undefined) return quoted;
  const hex = valueOf(order).toString(16).padStart(24, '0');
  if (hex.length > 24) return quoted;
  return number === '' ? hex : `${hex}-${valueOf(number)}`;
}

function inBase62(value: bigint): string {
  let text = '';
  for (let rest = value; rest > 0n; rest /= BASE) text = DIGITS[Number(rest % BASE)] + text;
  return text || '0';
}

const valueOf = (text: string): bigint =>
  [...text].reduce((value, digit) => value * BASE + BigInt(DIGITS.indexOf(digit)), 0n);
