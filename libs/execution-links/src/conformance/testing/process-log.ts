import {
  FixLog,
  type FoundMessage,
  type LogEntry,
  type LogState,
  type SentMessage,
} from '@ome/fix';

const NEVER = new Promise<never>(() => undefined);

/** The log as one process sees it, until that is killed: then it writes and reads nothing more. */
export class ProcessLog extends FixLog {
  private isDead = false;
  /** Called before and after a write. */
  before: (entry: LogEntry) => Promise<void> = () => Promise.resolve();
  after: (entry: LogEntry) => Promise<void> = () => Promise.resolve();

  constructor(private readonly kept: FixLog) {
    super();
  }

  die(): void {
    this.isDead = true;
  }

  open(): Promise<LogState> {
    return this.kept.open();
  }

  async append(entry: LogEntry): Promise<void> {
    await this.before(entry);
    if (this.isDead) return NEVER;
    await this.kept.append(entry);
    await this.after(entry);
    if (this.isDead) await NEVER;
  }

  reset(): Promise<void> {
    return this.isDead ? NEVER : this.kept.reset();
  }

  find(ref: string): Promise<FoundMessage | null> {
    return this.isDead ? NEVER : this.kept.find(ref);
  }

  read(begin: number, end: number): AsyncIterable<readonly SentMessage[]> {
    return this.kept.read(begin, end);
  }

  sentSince(at: Date): AsyncIterable<readonly SentMessage[]> {
    return this.kept.sentSince(at);
  }
}
