import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Decimal, decimal, decimalFault } from '@ome/domain';
import {
  type ContractFile,
  ContractFileRefused,
  type InstrumentFacts,
  type RowProblem,
} from '@ome/engine';
import { CsvError, parse } from 'csv-parse';

/** A broker's contract file, however it is compressed. */
export interface ContractSource {
  name: string;
  content: Readable;
  /** How many rows may still be kept of what is imported together; `MAX_ROWS` by default. */
  maxRows?: number;
}

/** An invalid row; the file's other rows may be valid. */
export class RowFault extends Error {
  override readonly name = 'RowFault';

  constructor(
    readonly field: string,
    readonly why: string,
  ) {
    super(`${field} ${why}`);
  }
}

/** The requested fields of a row, by their lower-case names. */
export type Row = Readonly<Record<string, string | undefined>>;

export interface RowReader {
  /** Required header names, and those used if present, in lower case. */
  needs: readonly string[];
  uses: readonly string[];
  /** Null for what cannot be traded; throws RowFault. */
  read(row: Row): InstrumentFacts | null;
}

const MAX_ROW_LENGTH = 65_536;
/** Of all files of an archive together; no broker lists that many. */
export const MAX_ROWS = 200_000;
/** A file with more invalid rows is none of a broker's. */
const MAX_FAULTS = 10_000;

/**
 * Reads a contract file as a stream; throws ContractFileRefused for a wrong header.
 * @returns what was found in it, after the last row
 */
export async function* contractRows(
  { name, content, maxRows = MAX_ROWS }: ContractSource,
  reader: RowReader,
): AsyncGenerator<InstrumentFacts, ContractFile> {
  const file: ContractFile = { name, perExchange: {}, faults: [], passedOver: 0 };
  let rows = 0;
  const parser = parse<InstrumentFacts, Row>({
    bom: true,
    trim: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    relax_column_count: true,
    relax_quotes: true,
    // A quote that is never closed must not swallow the rest of the file.
    max_record_size: MAX_ROW_LENGTH,
    columns: (header: string[]) => columnsOf(name, header, reader),
    on_record: (row, { lines: line }) => {
      const facts = takeRow(file, reader, trimmed(row), line);
      if (facts) rows += 1;
      if (rows + file.faults.length > maxRows) {
        throw new ContractFileRefused(name, `has more than ${maxRows} contracts`);
      }
      if (file.faults.length > MAX_FAULTS) {
        const why = `has more than ${MAX_FAULTS} rows that cannot be read`;
        throw new ContractFileRefused(name, why, file.faults[0]);
      }
      return facts;
    },
  });
  // Its errors destroy the parser, which then throws them.
  pipeline(content, parser).catch(() => undefined);
  try {
    yield* parser as AsyncIterable<InstrumentFacts>;
  } catch (error) {
    if (error instanceof ContractFileRefused) throw error;
    const why = `cannot be read: ${(error as Error).message}`;
    throw new ContractFileRefused(name, why, unreadableRow(error));
  }
  if (rows === 0) {
    const [first] = file.faults;
    const why = first ? `; line ${first.line}: ${first.field} ${first.why}` : '';
    throw new ContractFileRefused(name, `holds no contract${why}`, first);
  }
  return file;
}

const unreadableRow = (error: unknown): RowProblem | null =>
  error instanceof CsvError
    ? { line: Number(error.lines), field: 'row', why: 'cannot be read' }
    : null;

/** Columns that are not requested are dropped; Breeze's files have dozens. */
function columnsOf(file: string, header: string[], { needs, uses }: RowReader) {
  const names = header.map((name) => name.toLowerCase());
  const missing = needs.filter((name) => !names.includes(name));
  if (missing.length > 0) {
    const problem = { line: 1, field: missing[0], why: 'is missing in the header' };
    throw new ContractFileRefused(file, `has a header without ${missing.join(', ')}`, problem);
  }
  return names.map((name) => (needs.includes(name) || uses.includes(name) ? name : false));
}

function takeRow(
  file: ContractFile,
  reader: RowReader,
  row: Row,
  line: number,
): InstrumentFacts | null {
  try {
    const facts = reader.read(row);
    if (!facts) file.passedOver += 1;
    else file.perExchange[facts.exchange] = (file.perExchange[facts.exchange] ?? 0) + 1;
    return facts;
  } catch (error) {
    if (!(error instanceof RowFault)) throw error;
    file.faults.push({ line, field: error.field, why: error.why });
    return null;
  }
}

/** Quoted fields keep their inner blanks. */
const trimmed = (row: Row): Row =>
  Object.fromEntries(Object.entries(row).map(([name, text]) => [name, text?.trim()]));

/** A required field. */
export function given(row: Row, field: string): string {
  const text = row[field];
  if (!text) throw new RowFault(field, 'is missing');
  return text;
}

/** A number above zero. */
export function positive(row: Row, field: string): Decimal {
  const value = positiveOrNull(row, field);
  if (!value) throw new RowFault(field, `${row[field] || '(nothing)'} is not above zero`);
  return value;
}

/** Null if the field is empty or zero, which the files use for an unknown value. */
export function positiveOrNull(row: Row, field: string): Decimal | null {
  const text = row[field];
  if (!text) return null;
  const fault = decimalFault(text);
  if (fault) throw new RowFault(field, `${text} ${fault}`);
  const value = decimal(text);
  return value.gt(0) ? value : null;
}
