/** Lets concurrent callers with the same key share one run that began after they called. */
export class JoinedRuns<T> {
  private readonly running = new Map<string, Promise<T>>();

  async run(key: string, work: () => Promise<T>): Promise<T> {
    // The current run may have begun before this call: wait for its end, whatever the result.
    await this.running.get(key)?.catch(() => undefined);
    const joined = this.running.get(key);
    if (joined) return joined;
    const begun = work().finally(() => this.running.delete(key));
    this.running.set(key, begun);
    return begun;
  }
}
