import { OmeClient, OmeUnreachable } from '@ome/client';
import type { Page } from '@ome/contracts';
import { visibleText } from '@ome/domain';
import type { Command } from 'commander';
import { faultText } from './exit-code';
import { type Column, csvText, fittedTable, recordText } from './table';

/** Where a program writes to. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** In characters; undefined if it is no screen. */
  readonly width?: number;
  /** Takes away what the screen shows, once there is more to write. */
  clear?(): void;
  /** Resolves after the time; to false if it is to end. */
  pause?(ms: number): Promise<boolean>;
}

/** Prints control characters instead of obeying them. */
export const visibly = (terminal: Terminal): Terminal => ({
  out: (text) => terminal.out(visibleText(text)),
  err: (text) => terminal.err(visibleText(text)),
  get width() {
    return terminal.width;
  },
  clear: () => terminal.clear?.(),
  pause: (ms) => terminal.pause?.(ms) ?? Promise.resolve(false),
});

/** The options that every command has besides its own. */
export interface GlobalOptions {
  url: string;
  json?: true;
  csv?: true;
}

/** One run of a command: the engine it calls, and how it prints results. */
export class Session {
  readonly client: OmeClient;
  readonly isJson: boolean;
  private readonly isCsv: boolean;

  constructor(
    readonly terminal: Terminal,
    { url, json = undefined, csv = undefined }: GlobalOptions,
    apiKey: string | undefined,
  ) {
    this.client = new OmeClient({ url, isManual: true, ...(apiKey && { apiKey }) });
    this.isJson = json === true;
    this.isCsv = csv === true;
  }

  /** A list; programs get its items and the cursor of the next page. */
  list<Row>(
    { items = [], nextCursor = null }: Partial<Page<Row>>,
    columns: readonly Column<Row>[],
  ) {
    if (this.isJson) return this.json({ items, nextCursor });
    if (this.isCsv) this.terminal.out(csvText(columns, items));
    else this.table(columns, items);
    if (nextCursor) this.terminal.err(`There is more: --cursor ${nextCursor}`);
  }

  /** One of several lists, below its title. */
  part<Row>(title: string, items: readonly Row[], columns: readonly Column<Row>[]): void {
    this.terminal.out(title);
    this.list({ items: [...items] }, columns);
    this.terminal.out('');
  }

  private table<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): void {
    const { text, leftOut } = fittedTable(columns, rows, this.terminal.width);
    this.terminal.out(text);
    if (leftOut.length === 0) return;
    this.terminal.err(`No room for ${leftOut.join(', ')}: a wider screen, --csv or --json.`);
  }

  /** One object, with all its fields. */
  record(record: object): void {
    if (this.isJson) this.json(record);
    else this.terminal.out(recordText(record));
  }

  /** A sentence for people; programs get the answer itself. */
  done(answer: object, sentence: string): void {
    if (this.isJson) this.json(answer);
    else this.terminal.out(sentence);
  }

  json(value: unknown): void {
    this.terminal.out(JSON.stringify(value));
  }

  /** Reads and shows, again and again; an engine that is gone for a while does not end it. */
  async watch(read: () => Promise<void>, seconds: number): Promise<void> {
    await read();
    while (await this.terminal.pause?.(seconds * 1_000)) {
      if (!this.isJson && !this.isCsv) this.terminal.clear?.();
      try {
        await read();
      } catch (error) {
        if (!(error instanceof OmeUnreachable)) throw error;
        this.terminal.err(faultText(error));
      }
    }
  }
}

/** Makes the session of a run. */
export type OpenSession = (command: Command) => Session;
