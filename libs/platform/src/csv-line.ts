const NUMBER = /^-?\d+(\.\d+)?$/;

/** A line of CSV (RFC 4180), without its end. */
export const csvLine = (values: readonly string[]): string => values.map(csvField).join(',');

/** A spreadsheet would run what begins like a formula. */
function csvField(text: string): string {
  const inert = /^[=+\-@\t\r]/.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
