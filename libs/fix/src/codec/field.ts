export const SOH = '\x01';

/** A tag with its value; a field whose value is null or undefined is left out of a message. */
export type Field = readonly [tag: number, value: string | number | null | undefined];

/** Fields in wire format, each ended by SOH. */
export function fieldsText(fields: readonly Field[]): string {
  let text = '';
  for (const [tag, value] of fields) {
    if (value !== null && value !== undefined) text += `${tag}=${value}${SOH}`;
  }
  return text;
}
