import Table from 'cli-table3';

/** A column of a table for people: its heading, and its value for a row. */
export interface Column<Row> {
  head: string;
  /** Null prints nothing. */
  value: (row: Row) => string | number | boolean | null | undefined;
  align?: 'right';
}

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
  middle: '  ',
};

const text = (value: ReturnType<Column<never>['value']>): string =>
  value === null || value === undefined ? '' : String(value);

export function tableText<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  if (rows.length === 0) return 'Nothing found.';
  const table = new Table({
    head: columns.map(({ head }) => head),
    colAligns: columns.map(({ align }) => align ?? 'left'),
    chars: NO_BORDERS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  table.push(...rows.map((row) => columns.map(({ value }) => text(value(row)))));
  return trimmed(table.toString());
}

/** One object: a line for each of its fields that has a value. */
export function recordText(record: object): string {
  const given = Object.entries(record).filter(([, value]) => value !== null && value !== undefined);
  const width = Math.max(...given.map(([name]) => name.length));
  return given
    .map(([name, value]) => {
      const shown = typeof value === 'object' ? JSON.stringify(value) : String(value);
      return `${name.padEnd(width)}  ${shown}`;
    })
    .join('\n');
}

const trimmed = (lines: string): string =>
  lines
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
