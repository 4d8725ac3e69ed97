import type { BrokerOrder } from '@ome/domain';
import type { BrokerBook, BrokerRecord, RowKind, UnreadableRow } from '@ome/engine';

/** An order symbol, or the broker's own text if no name of ours is known for it. */
export type ReadSymbol = Pick<BrokerOrder, 'symbol' | 'symbolUnknown'>;

/** The fields of a row that say what it is about, in the engine's terms where they are known. */
export type RowNames = Pick<UnreadableRow, 'brokerOrderId' | 'tag' | 'exchange' | 'symbol'>;

/** How a broker's rows of one kind are read. */
export interface RowReading<Row extends object, Said, Ours> {
  kind: RowKind;
  /** @throws an Error that says what is wrong with the row */
  parse: (row: Row) => Said;
  translate: (said: Said) => Promise<Ours> | Ours;
  names: (row: Row) => Promise<RowNames>;
  /** The fields that tell rows apart, where others change by themselves; all if left out. */
  told?: readonly string[];
  withoutSecrets: (text: string) => string;
}

/** Of a row that says nothing of what it is about. */
export const NO_NAMES: RowNames = { brokerOrderId: null, tag: null, exchange: null, symbol: null };

const isObject = (row: unknown): row is object =>
  typeof row === 'object' && row !== null && !Array.isArray(row);

/** A list of rows, of which some may be odd; a list of none but odd ones is no book. */
export const isRowList = (value: unknown): value is unknown[] =>
  Array.isArray(value) && (value.length === 0 || value.some(isObject));

/** Reads each row by itself. Throws only if rows cannot be translated for lack of a store. */
export async function readRows<Row extends object, Said, Ours>(
  rows: readonly unknown[],
  reading: RowReading<Row, Said, Ours>,
): Promise<BrokerBook<Ours>> {
  const read = await Promise.all(rows.map((row) => readRow(row, reading)));
  return {
    rows: read.flatMap((each) => ('ours' in each ? [each] : [])),
    unreadable: read.flatMap((each) => ('why' in each ? [each] : [])),
  };
}

export async function readRow<Row extends object, Said, Ours>(
  row: unknown,
  reading: RowReading<Row, Said, Ours>,
): Promise<BrokerRecord<Ours> | UnreadableRow> {
  if (!isObject(row)) return unreadable(row, 'It is no object', NO_NAMES, reading);
  let said: Said;
  try {
    said = reading.parse(row as Row);
  } catch (error) {
    const { message } = error as Error;
    return unreadable(row, message, await reading.names(row as Row), reading);
  }
  return { ours: await reading.translate(said), broker: row };
}

/** Something received that cannot be read. */
export function unreadable(
  row: unknown,
  why: string,
  names: RowNames,
  {
    kind,
    told,
    withoutSecrets,
  }: Pick<RowReading<never, unknown, unknown>, 'kind' | 'told' | 'withoutSecrets'>,
): UnreadableRow {
  const textOf = (value: unknown): string => withoutSecrets(JSON.stringify(value));
  const isTold = told !== undefined && isObject(row);
  const content = isTold
    ? Object.fromEntries(Object.entries(row).filter(([field]) => told.includes(field)))
    : row;
  return { kind, why: withoutSecrets(why), body: textOf(row), content: textOf(content), ...names };
}

export const emptyBook = <T>(): BrokerBook<T> => ({ rows: [], unreadable: [] });
