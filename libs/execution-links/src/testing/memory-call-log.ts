import { CallLog, type LoggedCall } from '@ome/engine';

/** The store of calls, in memory. */
export class MemoryCallLog extends CallLog {
  readonly calls: LoggedCall[] = [];
  private readonly days = new Map<string, number>();

  async note(_route: string, call: LoggedCall): Promise<void> {
    this.calls.push(call);
  }

  async since(_route: string, from: Date): Promise<LoggedCall[]> {
    return this.calls.filter(({ at }) => at >= from);
  }

  async countOfDay(_route: string, day: string, limit: number): Promise<boolean> {
    const calls = this.days.get(day) ?? 0;
    if (calls >= limit) return false;
    this.days.set(day, calls + 1);
    return true;
  }
}
