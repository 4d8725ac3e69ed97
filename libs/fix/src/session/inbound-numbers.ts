import type { FixMessage } from '../codec/fix-message';

/** Messages that came before their turn and are kept; the others will be asked for again. */
const MAX_EARLY = 5_000;

/**
 * The numbers of messages received. `next` is expected next; `durable` moves only over an unbroken run
 * of messages whose effects are durable, and is what a restart goes by.
 */
export class InboundNumbers {
  private readonly done = new Set<number>();
  private readonly early = new Map<number, FixMessage>();

  constructor(
    public next: number,
    public durable: number = next,
  ) {}

  /** Takes the next message; its effects may still be under way. */
  take(): number {
    this.next += 1;
    return this.next - 1;
  }

  /** The effects of a message are durable. */
  finish(seq: number): void {
    this.done.add(seq);
    while (this.done.delete(this.durable)) this.durable += 1;
  }

  /** SequenceReset: nothing comes before `to` any more. */
  skipTo(to: number): void {
    this.next = to;
    this.durable = to;
    this.done.clear();
    for (const seq of this.early.keys()) if (seq < to) this.early.delete(seq);
  }

  keep(message: FixMessage): void {
    if (this.early.size < MAX_EARLY && !this.early.has(message.seq)) {
      this.early.set(message.seq, message);
    }
  }

  /** The message whose turn has come, where it came before. */
  takeKept(): FixMessage | undefined {
    const message = this.early.get(this.next);
    this.early.delete(this.next);
    return message;
  }

  forgetKept(): void {
    this.early.clear();
  }
}
