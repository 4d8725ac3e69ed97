/**
 * `POST /instruments/import?broker=<broker>&file=NSE_Equity.csv[&unit=rupees|paise]` with the
 * contract file as the body: CSV, gzip of one, or a zip of several. A file that cannot be used is
 * a 4xx that names line and field, and nothing has changed. Otherwise the answer is NDJSON, an
 * `ImportLine` a line, whose last one is `done` or `failed`.
 */
export type ImportLine =
  | { type: 'read'; file: string; rows: number; faults: number; passedOver: number }
  /** A row that nobody could make sense of; the first ten of a file are told. */
  | { type: 'fault'; file: string; line: number; text: string }
  | { type: 'progress'; file: string; written: number; of: number }
  | { type: 'done'; perExchange: Record<string, number>; written: number; removed: number }
  | { type: 'failed'; detail: string };

export interface ImportRequest {
  /** Whose file it is; its name as in `link`. */
  broker: string;
  /** The file's name, which says what is in it. */
  file: string;
  /** What a broker's files give prices in that may not show it. */
  unit?: 'rupees' | 'paise';
  /** The day from which it holds, YYYY-MM-DD; left out, today. */
  validFrom?: string;
}
