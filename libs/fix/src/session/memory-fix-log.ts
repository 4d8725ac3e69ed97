import {
  type FoundMessage,
  FixLog,
  type LogEntry,
  type LogState,
  type SentMessage,
} from './fix-log';

/**
 * A log that a restart loses: for tests, and for an echo that restarts numbering with every Logon.
 */
export class MemoryFixLog extends FixLog {
  private sent: SentMessage[] = [];
  private readonly denied = new Set<SentMessage>();
  private earlier: SentMessage[] = [];
  private state: LogState = { nextIn: 1, nextOut: 1, cursor: null };

  open(): Promise<LogState> {
    return Promise.resolve(this.state);
  }

  append({ out, nextIn, cursor, denied = [] }: LogEntry): Promise<void> {
    this.sent.push(...out);
    for (const message of this.sent) if (denied.includes(message.seq)) this.denied.add(message);
    this.state = { nextIn, nextOut: this.state.nextOut + out.length, cursor };
    return Promise.resolve();
  }

  reset(): Promise<void> {
    this.earlier.push(...this.sent);
    this.sent = [];
    this.state = { nextIn: 1, nextOut: 1, cursor: null };
    return Promise.resolve();
  }

  async *read(begin: number, end: number): AsyncIterable<readonly SentMessage[]> {
    yield await Promise.resolve(this.sent.filter(({ seq }) => seq >= begin && seq <= end));
  }

  find(ref: string): Promise<FoundMessage | null> {
    const found = [...this.earlier, ...this.sent].findLast((message) => message.ref === ref);
    if (!found) return Promise.resolve(null);
    const { seq } = found;
    const isCurrent = this.sent.includes(found);
    return Promise.resolve({ seq, isCurrent, isDenied: this.denied.has(found) });
  }

  async *sentSince(since: Date): AsyncIterable<readonly SentMessage[]> {
    yield await Promise.resolve(this.sent.filter(({ at }) => at >= since));
  }
}
