import type { LinkRequest, SendOutcome } from '@ome/engine';
import { LRUCache } from 'lru-cache';

/** Answers that may be asked for once more. */
const KEPT = 100_000;

interface Attempt {
  wireId: string;
  resolve: (outcome: SendOutcome) => void;
  timer: NodeJS.Timeout;
}

/** What was sent in this process, and what became of it. */
export class Attempts {
  /** By number. */
  private readonly open = new Map<number, Attempt>();
  /** Until when what is not written yet may be. */
  private readonly unwritten = new Map<number, Pick<LinkRequest, 'sendBy' | 'isStillAllowed'>>();
  private readonly answers = new LRUCache<string, true>({ max: KEPT });
  /** Asked for again, which at this venue proves nothing. */
  private readonly asked = new LRUCache<number, true>({ max: KEPT });

  constructor(
    private readonly now: () => Date,
    private readonly timeoutMs: number,
  ) {}

  /** The venue's answer to a message that has just got this number. */
  answer(seq: number, { tag, sendBy, isStillAllowed }: LinkRequest): Promise<SendOutcome> {
    this.unwritten.set(seq, { sendBy, isStillAllowed });
    // Absence of the attempt before is proved.
    this.answers.delete(tag);
    return new Promise((resolve) => {
      const timer = setTimeout(
        () => this.end(seq, { outcome: 'unknown', text: 'The venue has not answered in time' }),
        this.timeoutMs,
      );
      this.open.set(seq, { wireId: tag, resolve, timer });
    });
  }

  /** Asked when the log has it, right before it is written. */
  mayWrite(seq: number): boolean {
    const terms = this.unwritten.get(seq);
    this.unwritten.delete(seq);
    return terms !== undefined && this.now() <= terms.sendBy && terms.isStillAllowed();
  }

  answered(wireId: string, outcome: SendOutcome): void {
    this.answers.set(wireId, true);
    for (const [seq, attempt] of this.open) if (attempt.wireId === wireId) this.end(seq, outcome);
  }

  hasAnswer(wireId: string): boolean {
    return this.answers.has(wireId);
  }

  askedFor(seq: number): void {
    this.asked.set(seq, true);
  }

  wasAskedFor(seq: number): boolean {
    return this.asked.has(seq);
  }

  denied(seq: number): void {
    this.end(seq, { outcome: 'notSent', text: 'The venue did not get it', retryAfterMs: null });
  }

  refusedForNow(seq: number, text: string, retryAfterMs: number): void {
    this.end(seq, { outcome: 'notSent', text, retryAfterMs });
  }

  /** The connection is gone: what is open may have arrived, or not. */
  lost(text: string): void {
    for (const seq of [...this.open.keys()]) this.end(seq, { outcome: 'unknown', text });
  }

  private end(seq: number, outcome: SendOutcome): void {
    const attempt = this.open.get(seq);
    if (!attempt) return;
    clearTimeout(attempt.timer);
    this.open.delete(seq);
    attempt.resolve(outcome);
  }
}
