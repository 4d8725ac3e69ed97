const firstMs = 200;
const longestMs = 10_000;
const healthyAfterMs = 10_000;

/** How long to wait before a dead process is started again. */
export class RestartDelay {
  private nextMs = firstMs;

  /** @param livedMs how long the process had lived. */
  after(livedMs: number): number {
    if (livedMs >= healthyAfterMs) this.nextMs = firstMs;
    const delayMs = this.nextMs;
    this.nextMs = Math.min(delayMs * 2, longestMs);
    return delayMs;
  }
}
