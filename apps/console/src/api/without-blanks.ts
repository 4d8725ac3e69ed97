type Filled<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], ''> };

/** Fields of a form without those that were left empty, spaces around the others taken away. */
export function withoutBlanks<Fields extends object>(fields: Fields): Filled<Fields> {
  const given = Object.entries(fields).flatMap(([name, value]: [string, unknown]) => {
    const trimmed = typeof value === 'string' ? value.trim() : value;
    return trimmed === '' || trimmed === undefined ? [] : [[name, trimmed] as const];
  });
  return Object.fromEntries(given) as Filled<Fields>;
}
