/** Fields in a line: `lastQty 49 · lastPx 374.95`. What is empty or false is left out. */
export const fieldsText = (fields: readonly (readonly [name: string, value: unknown])[]): string =>
  fields
    .map(([name, value]) => [name, valueText(value)])
    .filter(([, text]) => text !== '')
    .map(([name, text]) => `${name} ${text}`)
    .join(' · ');

function valueText(value: unknown): string {
  if (value === null || value === undefined || value === false) return '';
  if (Array.isArray(value)) return value.map(valueText).join(', ');
  if (typeof value === 'object') return fieldsText(Object.entries(value));
  return typeof value === 'string' ? value : JSON.stringify(value);
}
