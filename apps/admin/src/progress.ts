const EVERY_MS = 1_000;

/** One step of a long piece of work. */
export interface Lap {
  /** How much is done by now. */
  at: (count: number) => void;
  done: () => void;
}

/** Tells how far a long piece of work is, once a second, and how fast it was. */
export class Progress {
  constructor(
    readonly say: (text: string) => void,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  begin(what: string): Lap {
    const begunAt = this.nowMs();
    let saidAt = begunAt;
    let count = 0;
    const tell = (): void => {
      const seconds = (this.nowMs() - begunAt) / 1_000;
      const rate = seconds > 0 ? `, ${Math.round(count / seconds)}/s` : '';
      this.say(`${what} ${count} rows, ${seconds.toFixed(1)} s${rate}`);
    };
    return {
      at: (done) => {
        count = done;
        if (this.nowMs() - saidAt < EVERY_MS) return;
        saidAt = this.nowMs();
        tell();
      },
      done: tell,
    };
  }
}
