type Filled<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], ''> };

/** The filled-in fields of a form, trimmed. */
export function withoutBlanks<Fields extends object>(fields: Fields): Filled<Fields> {
  const given = Object.entries(fields).flatMap(([name, value]: [string, unknown]) => {
    const trimmed = typeof value === 'string' ? value.trim() : value;
    return trimmed === '' || trimmed === undefined ? [] : [[name, trimmed] as const];
  });
  return Object.fromEntries(given) as Filled<Fields>;
}
