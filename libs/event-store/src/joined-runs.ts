/** Lets all who ask for the same at one moment share one run, which began after they asked. */
export class JoinedRuns<T> {
  private readonly running = new Map<string, Promise<T>>();

  async run(key: string, work: () => Promise<T>): Promise<T> {
    // What is under way may have begun before: it is waited for, whatever becomes of it.
    await this.running.get(key)?.catch(() => undefined);
    const joined = this.running.get(key);
    if (joined) return joined;
    const begun = work().finally(() => this.running.delete(key));
    this.running.set(key, begun);
    return begun;
  }
}
