import type { FixConnection } from '../session/fix-application';

/** One end of a wire in memory: what is written arrives in a later turn of the event loop. */
export class PipeEnd implements FixConnection {
  readonly unsent = 0;
  readonly sent: string[] = [];
  isOpen = true;
  other: PipeEnd | null = null;
  onText: (text: string) => void = () => undefined;
  onClosed: () => void = () => undefined;

  write(text: string): void {
    if (!this.isOpen) return;
    this.sent.push(text);
    const { other } = this;
    setImmediate(() => other?.isOpen && other.onText(text));
  }

  drained = async (): Promise<void> => undefined;
  pause = (): void => undefined;
  resume = (): void => undefined;

  /** The wire breaks, or a process is killed: both ends are closed at once. */
  cut(): void {
    for (const end of [this, this.other]) {
      if (!end?.isOpen) continue;
      end.isOpen = false;
      end.onClosed();
    }
  }

  /** The other end closes behind what was written. */
  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.onClosed();
    setImmediate(() => this.other?.close());
  }
}

export function pipe(): [PipeEnd, PipeEnd] {
  const ends: [PipeEnd, PipeEnd] = [new PipeEnd(), new PipeEnd()];
  [ends[0].other, ends[1].other] = [ends[1], ends[0]];
  return ends;
}
