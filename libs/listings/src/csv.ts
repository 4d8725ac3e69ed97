/** A row by the names of its columns, in lower case. */
export type CsvRow = Readonly<Record<string, string>>;

/** The rows of our own files, in which no value holds a comma or a quote. */
export function csvRows(text: string): CsvRow[] {
  const [header = '', ...lines] = text.split('\n').filter((line) => line !== '');
  const names = valuesOf(header).map((name) => name.toLowerCase());
  return lines.map((line) => {
    const values = valuesOf(line);
    return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
  });
}

const valuesOf = (line: string): string[] =>
  line.split(',').map((value) => value.trim().replaceAll('"', ''));
