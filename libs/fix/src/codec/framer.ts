import { checksum } from './checksum';
import { SOH } from './field';

/** The largest accepted BodyLength (9); anything above it is garbled. */
const MAX_BODY_LENGTH = 1_000_000;
const BODY_LENGTH = /^\d{1,7}$/;
const TRAILER = new RegExp(`^10=(\\d{3})${SOH}$`);
const TRAILER_LENGTH = 7;
/** `9=` and the digits of the largest BodyLength. */
const MAX_LENGTH_FIELD = 10;

export interface FramerListener {
  /** A whole message whose BodyLength and CheckSum are right, as latin1 text. */
  message(text: string): void;
  /**
   * Bytes that are not a message; FIX skips them, and the gap in the sequence numbers shows the
   * loss.
   */
  garbled(): void;
}

/** Splits a stream of bytes, as latin1 text, into messages (FIX Volume 2, "garbled messages"). */
export class Framer {
  private buffer = '';

  constructor(private readonly listener: FramerListener) {}

  push(text: string): void {
    this.buffer += text;
    let at = 0;
    for (;;) {
      const begin = beginOf(this.buffer, at);
      if (begin < 0) {
        // The end may be the start of a BeginString.
        at = Math.max(at, this.buffer.length - 2);
        break;
      }
      const next = this.cut(begin);
      at = next ?? begin;
      if (next === null) break;
    }
    this.buffer = this.buffer.slice(at);
  }

  /** Where to continue after the message at `begin`; null if it is incomplete. */
  private cut(begin: number): number | null {
    const { buffer } = this;
    const afterBegin = buffer.indexOf(SOH, begin);
    if (afterBegin < 0 || buffer.length < afterBegin + 3) return null;
    if (!buffer.startsWith('9=', afterBegin + 1)) return this.skip(begin);
    const afterLength = buffer.indexOf(SOH, afterBegin + 3);
    if (afterLength < 0) {
      return buffer.length - afterBegin > MAX_LENGTH_FIELD ? this.skip(begin) : null;
    }
    const length = buffer.slice(afterBegin + 3, afterLength);
    if (!BODY_LENGTH.test(length) || Number(length) > MAX_BODY_LENGTH) return this.skip(begin);
    const end = afterLength + 1 + Number(length);
    if (buffer.length < end + TRAILER_LENGTH) return null;
    const [, sum] = TRAILER.exec(buffer.slice(end, end + TRAILER_LENGTH)) ?? [];
    if (buffer[end - 1] !== SOH || sum === undefined) {
      // The whole length that it claimed is lost.
      this.skip(begin);
      return end;
    }
    if (sum !== checksum(buffer.slice(begin, end))) return this.skip(begin);
    this.listener.message(buffer.slice(begin, end + TRAILER_LENGTH));
    return end + TRAILER_LENGTH;
  }

  private skip(begin: number): number {
    this.listener.garbled();
    return begin + 2;
  }
}

/** Where a field BeginString (8) begins. */
function beginOf(buffer: string, from: number): number {
  for (let at = buffer.indexOf('8=', from); at >= 0; at = buffer.indexOf('8=', at + 1)) {
    if (at === from || buffer[at - 1] === SOH) return at;
  }
  return -1;
}
