import { Decimal } from '@ome/domain';
import { csvLine } from '@ome/platform';
import Table from 'cli-table3';

/** A column of a table for people: its heading, and its value for a row. */
export interface Column<Row> {
  head: string;
  /** Null prints nothing. */
  value: (row: Row) => string | number | boolean | null | undefined;
  align?: 'right';
  /** Tables round to so many decimals; JSON and CSV have every digit. */
  decimals?: number;
  /** Prose, which may take several lines. */
  wraps?: true;
  /** Left out where the screen is too narrow; the highest number goes first. */
  minor?: number;
}

const GAP = 2;
const NARROWEST_PROSE = 16;

const NO_BORDERS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: ' '.repeat(GAP),
};

const exact = <Row>({ value }: Column<Row>, row: Row): string => String(value(row) ?? '');

function shown<Row>(column: Column<Row>, row: Row): string {
  const text = exact(column, row);
  if (column.decimals === undefined || text === '') return text;
  return new Decimal(text).toDecimalPlaces(column.decimals).toString();
}

/** A table that fits a screen, and the headings of what found no place on it. */
export interface FittedTable {
  text: string;
  leftOut: string[];
}

/** @param width in characters; where no table fits it, each row is a list of its values */
export function fittedTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  width = Infinity,
): FittedTable {
  if (rows.length === 0) return { text: 'Nothing found.', leftOut: [] };
  const sized = columns.map((column) => {
    const cells = rows.map((row) => shown(column, row));
    const natural = Math.max(column.head.length, ...cells.map(({ length }) => length));
    const least = column.wraps ? Math.min(natural, NARROWEST_PROSE) : natural;
    return { column, cells, natural, least };
  });
  let kept = sized;
  const leastWidth = () => kept.reduce((sum, { least }) => sum + least + GAP, -GAP);
  while (leastWidth() > width) {
    const ranks = kept.map(({ column }) => column.minor ?? 0);
    const rank = Math.max(...ranks);
    if (rank === 0) return { text: listed(columns, rows), leftOut: [] };
    kept = kept.filter((_, index) => ranks[index] !== rank);
  }
  let spare = width - leastWidth();
  const colWidths = kept.map(({ natural, least }) => {
    const more = Math.min(natural - least, spare);
    spare -= more;
    return least + more;
  });
  const table = new Table({
    head: kept.map(({ column }) => column.head),
    colAligns: kept.map(({ column }) => column.align ?? 'left'),
    colWidths,
    wordWrap: true,
    wrapOnWordBoundary: true,
    chars: NO_BORDERS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  table.push(...rows.map((_, index) => kept.map(({ cells }) => cells[index])));
  return {
    text: trimmed(table.toString()),
    leftOut: sized.filter((one) => !kept.includes(one)).map(({ column }) => column.head),
  };
}

/** Below each other instead of beside each other. */
const listed = <Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string =>
  rows
    .map((row) =>
      linesOf(columns.map((column) => [column.head, shown(column, row)] as const)).join('\n'),
    )
    .join('\n\n');

/** The rows for a spreadsheet, after a line of headings. */
export const csvText = <Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string =>
  [
    columns.map(({ head }) => head),
    ...rows.map((row) => columns.map((column) => exact(column, row))),
  ]
    .map(csvLine)
    .join('\n');

/** One object: a line for each of its fields that has a value. */
export const recordText = (record: object): string =>
  linesOf(
    Object.entries(record)
      .filter(([, value]) => value !== null && value !== undefined)
      .map(([name, value]: [string, unknown]) => [
        name,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]),
  ).join('\n');

function linesOf(fields: readonly (readonly [name: string, text: string])[]): string[] {
  const given = fields.filter(([, text]) => text !== '');
  const width = Math.max(...given.map(([name]) => name.length));
  return given.map(([name, text]) => `${name.padEnd(width)}  ${text}`);
}

const trimmed = (lines: string): string =>
  lines
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
