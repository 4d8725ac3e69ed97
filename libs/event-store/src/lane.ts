import { Overloaded } from './faults';

export interface LaneOptions {
  /** How much is done at once. */
  width: number;
  maxWaiting: number;
  maxWaitMs: number;
}

/** Work that must not crowd out other work: a bounded part of it is done at once, the rest waits. */
export class Lane {
  private running = 0;
  private readonly waiting = new Set<() => void>();

  constructor(private readonly options: LaneOptions) {}

  /** @throws Overloaded where too many wait, or it would wait for too long; nothing is begun then */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= this.options.width) await this.turn();
    else this.running += 1;
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  /** Resolves once somebody has left the place that this takes. */
  private turn(): Promise<void> {
    const { maxWaiting, maxWaitMs } = this.options;
    if (this.waiting.size >= maxWaiting) {
      return Promise.reject(new Overloaded(`${this.waiting.size} wait for their turn already`));
    }
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.waiting.delete(enter);
        reject(new Overloaded(`No turn came within ${maxWaitMs} ms`));
      }, maxWaitMs);
      const enter = (): void => {
        clearTimeout(late);
        resolve();
      };
      this.waiting.add(enter);
    });
  }

  private leave(): void {
    const [next] = this.waiting;
    if (!next) {
      this.running -= 1;
      return;
    }
    this.waiting.delete(next);
    next();
  }
}
