import { type LogEntry, type LogState, MemoryFixLog } from '@ome/fix';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';

type Line = LogEntry | { reset: true };

/** The log of one session in a file, a write a line: it outlives the end of its process. */
export class FileFixLog extends MemoryFixLog {
  constructor(private readonly file: string) {
    super();
  }

  override async open(): Promise<LogState> {
    const lines = existsSync(this.file) ? readFileSync(this.file, 'utf8').split('\n') : [];
    // What follows the last end of a line was never acknowledged.
    for (const text of lines.slice(0, -1)) {
      const line = JSON.parse(text, dated) as Line;
      await ('reset' in line ? super.reset() : super.append(line));
    }
    return super.open();
  }

  override append(entry: LogEntry): Promise<void> {
    this.write(entry);
    return super.append(entry);
  }

  override reset(): Promise<void> {
    this.write({ reset: true });
    return super.reset();
  }

  private write(line: Line): void {
    appendFileSync(this.file, `${JSON.stringify(line)}\n`);
  }
}

const dated = (key: string, value: unknown): unknown =>
  key === 'at' ? new Date(value as string) : value;
