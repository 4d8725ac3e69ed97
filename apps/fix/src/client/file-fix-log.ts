import {
  FixLog,
  type FoundMessage,
  type LogEntry,
  type LogState,
  type SentMessage,
} from '@ome/fix';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';

type Line = LogEntry | { reset: true };

const BEGINNING: LogState = { nextIn: 1, nextOut: 1, cursor: null };

/** The log of one session in a file, a write a line: it outlives the end of its process. */
export class FileFixLog extends FixLog {
  private sent: SentMessage[] = [];
  private state = BEGINNING;

  constructor(private readonly file: string) {
    super();
  }

  open(): Promise<LogState> {
    const lines = existsSync(this.file) ? readFileSync(this.file, 'utf8').split('\n') : [];
    // What follows the last end of a line was never acknowledged.
    for (const line of lines.slice(0, -1)) this.take(JSON.parse(line, dated) as Line);
    return Promise.resolve(this.state);
  }

  append(entry: LogEntry): Promise<void> {
    return this.write(entry);
  }

  reset(): Promise<void> {
    return this.write({ reset: true });
  }

  async *read(begin: number, end: number): AsyncIterable<readonly SentMessage[]> {
    yield await Promise.resolve(this.sent.filter(({ seq }) => seq >= begin && seq <= end));
  }

  find(ref: string): Promise<FoundMessage | null> {
    const found = this.sent.findLast((message) => message.ref === ref);
    return Promise.resolve(found ? { seq: found.seq, isCurrent: true, isDenied: false } : null);
  }

  async *sentSince(since: Date): AsyncIterable<readonly SentMessage[]> {
    yield await Promise.resolve(this.sent.filter(({ at }) => at >= since));
  }

  private write(line: Line): Promise<void> {
    appendFileSync(this.file, `${JSON.stringify(line)}\n`);
    this.take(line);
    return Promise.resolve();
  }

  private take(line: Line): void {
    if ('reset' in line) {
      this.sent = [];
      this.state = BEGINNING;
      return;
    }
    this.sent.push(...line.out);
    const { nextIn, cursor, out } = line;
    this.state = { nextIn, nextOut: (out.at(-1)?.seq ?? this.state.nextOut - 1) + 1, cursor };
  }
}

const dated = (key: string, value: unknown): unknown =>
  key === 'at' ? new Date(value as string) : value;
