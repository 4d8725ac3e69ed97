import type { Logger } from '@nestjs/common';

const WINDOW_MS = 1_000;
/** In a second, of each key or person, and of all others together. */
export const REFUSALS_LOGGED = 20;

/** Logs requests that were refused: each, as long as they are few, and how many more there were. */
export class RefusalLog {
  private counts = new Map<string | null, number>();
  private leftOut = 0;

  constructor(private readonly logger: Pick<Logger, 'log'>) {}

  /** @param by null where nobody said who asks, or was not asked */
  note(by: string | null, answer: object): void {
    if (this.counts.size === 0) setTimeout(() => this.endWindow(), WINDOW_MS).unref();
    const count = (this.counts.get(by) ?? 0) + 1;
    this.counts.set(by, count);
    if (count <= REFUSALS_LOGGED) this.logger.log(answer, 'Request refused');
    else this.leftOut += 1;
  }

  private endWindow(): void {
    if (this.leftOut > 0) this.logger.log({ count: this.leftOut }, 'More requests were refused');
    this.counts = new Map();
    this.leftOut = 0;
  }
}
