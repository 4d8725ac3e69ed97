import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Decimal, decimal, decimalFault } from '@ome/domain';
import type { InstrumentFacts } from '@ome/engine';
import { parse } from 'csv-parse';

/** A broker's contract file, however it is stored. */
export interface ContractSource {
  name: string;
  content: Readable;
}

/** What a contract file holds. */
export interface ContractFile {
  name: string;
  rows: InstrumentFacts[];
  /** Rows that nobody could make sense of. */
  faults: { line: number; text: string }[];
  /** Rows that are about nothing that can be dealt in, such as an index itself. */
  passedOver: number;
}

/** A file that must not be imported; the message says why. */
export class ContractFileRefused extends Error {
  override readonly name = 'ContractFileRefused';

  constructor(file: string, why: string) {
    super(`${file} ${why}`);
  }
}

/** A row that makes no sense; the file's other rows may. */
export class RowFault extends Error {
  override readonly name = 'RowFault';
}

/** The fields of a row that were asked for, by their names in small letters. */
export type Row = Readonly<Record<string, string | undefined>>;

export interface RowReader {
  /** Header names that there must be, and those that are used where they are, in small letters. */
  needs: readonly string[];
  uses: readonly string[];
  /** Null for what cannot be dealt in; throws RowFault. */
  read(row: Row): InstrumentFacts | null;
}

const MAX_ROW_LENGTH = 65_536;

/** Reads a contract file as a stream; throws ContractFileRefused where its header does not fit. */
export async function readContractFile(
  { name, content }: ContractSource,
  reader: RowReader,
  onProgress: (rowsRead: number) => void = () => undefined,
): Promise<ContractFile> {
  const file: ContractFile = { name, rows: [], faults: [], passedOver: 0 };
  let rowsRead = 0;
  const parser = parse<Row>({
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
      takeRow(file, reader, trimmed(row), line);
      rowsRead += 1;
      onProgress(rowsRead);
      return null;
    },
  });
  parser.resume();
  await pipeline(content, parser).catch((error: unknown) => {
    if (error instanceof ContractFileRefused) throw error;
    throw new ContractFileRefused(name, `cannot be read: ${(error as Error).message}`);
  });
  if (file.rows.length === 0) {
    const [first] = file.faults;
    const why = first ? `; line ${first.line}: ${first.text}` : '';
    throw new ContractFileRefused(name, `holds no contract${why}`);
  }
  return file;
}

/** Columns that nobody asks for are left out, of which Breeze's files have dozens. */
function columnsOf(file: string, header: string[], { needs, uses }: RowReader) {
  const names = header.map((name) => name.toLowerCase());
  const missing = needs.filter((name) => !names.includes(name));
  if (missing.length > 0) {
    throw new ContractFileRefused(file, `has a header without ${missing.join(', ')}`);
  }
  return names.map((name) => (needs.includes(name) || uses.includes(name) ? name : false));
}

function takeRow(file: ContractFile, reader: RowReader, row: Row, line: number): void {
  try {
    const facts = reader.read(row);
    if (facts) file.rows.push(facts);
    else file.passedOver += 1;
  } catch (error) {
    if (!(error instanceof RowFault)) throw error;
    file.faults.push({ line, text: error.message });
  }
}

/** Quoted fields keep the blanks that are within the quotes. */
const trimmed = (row: Row): Row =>
  Object.fromEntries(Object.entries(row).map(([name, text]) => [name, text?.trim()]));

/** A field that has to have something in it. */
export function given(row: Row, field: string): string {
  const text = row[field];
  if (!text) throw new RowFault(`${field} is missing`);
  return text;
}

/** A number above zero. */
export function positive(row: Row, field: string): Decimal {
  const value = positiveOrNull(row, field);
  if (!value) throw new RowFault(`${field} ${row[field] || '(nothing)'} is not above zero`);
  return value;
}

/** Null where the field is empty or zero, as the files have it for what is not known. */
export function positiveOrNull(row: Row, field: string): Decimal | null {
  const text = row[field];
  if (!text) return null;
  const fault = decimalFault(text);
  if (fault) throw new RowFault(`${field} ${text} ${fault}`);
  const value = decimal(text);
  return value.gt(0) ? value : null;
}

/** A small contract file that ships with the program. */
export interface SampleFile {
  name: string;
  text: string;
}
