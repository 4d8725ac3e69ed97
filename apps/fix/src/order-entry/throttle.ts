/** Counts the messages of each second. */
export class Throttle {
  private second = 0;
  private inSecond = 0;

  /** @param perSecond null for no limit */
  constructor(
    private readonly perSecond: number | null,
    private readonly now: () => Date,
  ) {}

  /** Counts one more. `end` is said once, to who goes on after as many again were refused. */
  take(): 'pass' | 'refuse' | 'end' {
    if (this.perSecond === null) return 'pass';
    const second = Math.floor(this.now().getTime() / 1_000);
    this.inSecond = second === this.second ? this.inSecond + 1 : 1;
    this.second = second;
    if (this.inSecond <= this.perSecond) return 'pass';
    return this.inSecond === 2 * this.perSecond ? 'end' : 'refuse';
  }
}
