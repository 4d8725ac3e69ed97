import { OmeClient } from '@ome/client';
import type { Page } from '@ome/contracts';
import { visibleText } from '@ome/domain';
import type { Command } from 'commander';
import { type Column, recordText, tableText } from './table';

/** Where a program writes to. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
}

/** Prints control characters instead of obeying them. */
export const visibly = (terminal: Terminal): Terminal => ({
  out: (text) => terminal.out(visibleText(text)),
  err: (text) => terminal.err(visibleText(text)),
});

/** The options that every command has besides its own. */
export interface GlobalOptions {
  url: string;
  json?: true;
}

/** One run of a command: the engine it calls, and how it prints results. */
export class Session {
  readonly client: OmeClient;
  readonly isJson: boolean;

  constructor(
    readonly terminal: Terminal,
    { url, json = undefined }: GlobalOptions,
    apiKey: string | undefined,
  ) {
    this.client = new OmeClient({ url, isManual: true, ...(apiKey && { apiKey }) });
    this.isJson = json === true;
  }

  /** A list; programs get its items and the cursor of the next page. */
  list<Row>({ items, nextCursor = null }: Partial<Page<Row>>, columns: readonly Column<Row>[]) {
    if (this.isJson) return this.json({ items, nextCursor });
    this.terminal.out(tableText(columns, items ?? []));
    if (nextCursor) this.terminal.err(`There is more: --cursor ${nextCursor}`);
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
}

/** Makes the session of a run. */
export type OpenSession = (command: Command) => Session;
