import { FixLog, type LogEntry, type LogState, type SentMessage } from './fix-log';

/**
 * A log that a restart loses: for tests, and for an echo that restarts numbering with every Logon.
 */
export class MemoryFixLog extends FixLog {
  private sent: SentMessage[] = [];
  private state: LogState = { nextIn: 1, nextOut: 1, cursor: null };

  open(): Promise<LogState> {
    return Promise.resolve(this.state);
  }

  append({ out, nextIn, cursor }: LogEntry): Promise<void> {
    this.sent.push(...out);
    this.state = { nextIn, nextOut: this.state.nextOut + out.length, cursor };
    return Promise.resolve();
  }

  reset(): Promise<void> {
    this.sent = [];
    this.state = { nextIn: 1, nextOut: 1, cursor: null };
    return Promise.resolve();
  }

  async *read(begin: number, end: number): AsyncIterable<readonly SentMessage[]> {
    yield await Promise.resolve(this.sent.filter(({ seq }) => seq >= begin && seq <= end));
  }

  async *sentSince(since: Date): AsyncIterable<readonly SentMessage[]> {
    yield await Promise.resolve(this.sent.filter(({ at }) => at >= since));
  }
}
