/**
 * `POST /instruments/import?broker=<broker>&file=NSE_Equity.csv[&unit=rupees|paise]` with the
 * contract file as the body: CSV, gzip of one, or a zip of several. A file that cannot be used is a
 * 4xx that names line and field, and nothing has changed. Otherwise the answer is NDJSON, an
 * `ImportLine` a line, whose last one is `done` or `failed`.
 */
export type ImportLine =
  | { type: 'read'; file: string; rows: number; faults: number; passedOver: number }
  /** A row that cannot be parsed; the first ten of a file are reported. */
  | { type: 'fault'; file: string; line: number; text: string }
  /** How many of at most `of` are written. */
  | { type: 'progress'; file: string; written: number; of: number }
  | { type: 'done'; perExchange: Record<string, number>; written: number; removed: number }
  | { type: 'failed'; detail: string };

export interface ImportRequest {
  /** The broker, by the name that `link` uses. */
  broker: string;
  /** The file's name, which determines its contents. */
  file: string;
  /** The unit of the file's prices, if the file may not show it. */
  unit?: 'rupees' | 'paise';
  /** First day of validity, YYYY-MM-DD; defaults to today. */
  validFrom?: string;
}
