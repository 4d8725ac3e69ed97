/** A line of what was measured. */
export interface Figure {
  what: string;
  value: string;
  /** What it should be, and whether it is; left out where a figure only explains others. */
  aim?: { text: string; isMet: boolean };
}

/** A table that reads well at a terminal and on a page. */
export function tableOf(figures: readonly Figure[]): string[] {
  const rows = [
    ['what', 'measured', 'aim', ''],
    ...figures.map(({ what, value, aim }) => [
      what,
      value,
      aim?.text ?? '',
      aim ? (aim.isMet ? 'met' : 'missed') : '',
    ]),
  ];
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length), 3));
  const lines = rows.map(
    (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`,
  );
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [lines[0], rule, ...lines.slice(1)];
}
