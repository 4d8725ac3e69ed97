const UTC_TIMESTAMP = /^(\d{4})(\d\d)(\d\d)-(\d\d):(\d\d):(\d\d)(?:\.(\d{3})\d{0,6})?$/;

/** UTCTimestamp with milliseconds: `20261126-14:03:05.120`. */
export function utcTimestamp(date: Date): string {
  const iso = date.toISOString();
  return `${iso.slice(0, 4)}${iso.slice(5, 7)}${iso.slice(8, 10)}-${iso.slice(11, 23)}`;
}

/** The instant of a UTCTimestamp, to the millisecond; null if the text is not one. */
export function parseUtcTimestamp(text: string | undefined): Date | null {
  const [, year, month, day, hour, minute, second, millisecond = '000'] =
    UTC_TIMESTAMP.exec(text ?? '') ?? [];
  if (year === undefined) return null;
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.${millisecond}Z`;
  // FIX has leap seconds, which a Date cannot express: use the second before.
  const date = new Date(second === '60' ? iso.replace(':60.', ':59.') : iso);
  return Number.isNaN(date.getTime()) ? null : date;
}
