import type { FixMessage } from '../codec/fix-message';

/** Messages kept that came before their turn; others are requested again. */
const MAX_EARLY = 5_000;

/**
 * The numbers of received messages. `next` is expected next; `durable` advances only over an
 * unbroken run of messages whose effects are durable, and is where a restart continues.
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

  /** Messages whose effects failed are asked for again, and so is what came after them. */
  rewind(): void {
    this.next = this.durable;
    this.done.clear();
  }

  /** SequenceReset: nothing before `to` will come any more. */
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

  /** The message whose turn has come, if it came early. */
  takeKept(): FixMessage | undefined {
    const message = this.early.get(this.next);
    this.early.delete(this.next);
    return message;
  }

  forgetKept(): void {
    this.early.clear();
  }
}
