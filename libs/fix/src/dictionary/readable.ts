import { SOH } from '../codec/field';
import type { Dictionary } from './dictionary';
import { valueName } from './value-names';

/** A field as people read it. */
export interface ReadableField {
  tag: number;
  /** Null if the version has no such field. */
  name: string | null;
  /** What is secret is replaced by `***`. */
  value: string;
  /** What the value means; null if it is no code, or of a field that the engine does not use. */
  meaning: string | null;
}

/** Password, NewPassword, both encrypted, RawData (which carries a key or signature) and signatures. */
const SECRET_TAGS: ReadonlySet<number> = new Set([89, 91, 96, 554, 925, 1400, 1402, 1404]);

const MASKED = '***';

/** @param text fields in wire format, each ended by SOH */
export function readableFields(dictionary: Dictionary, text: string): ReadableField[] {
  const fields: ReadableField[] = [];
  let length: number | null = null;
  for (let at = 0; at < text.length;) {
    const equals = text.indexOf('=', at);
    if (equals < 0) break;
    const tag = Number(text.slice(at, equals));
    const field = dictionary.field(tag);
    const from = equals + 1;
    // Data may contain SOH; the field before it says how long it is.
    const searched = field?.type === 'DATA' && length !== null ? from + length : from;
    const found = text.indexOf(SOH, searched);
    const end = found < 0 ? text.length : found;
    const value = text.slice(from, end);
    length = field?.type === 'LENGTH' && /^\d+$/.test(value) ? Number(value) : null;
    fields.push({
      tag,
      name: field?.name ?? null,
      value: SECRET_TAGS.has(tag) ? MASKED : value,
      meaning: valueName(tag, value),
    });
    at = end + 1;
  }
  return fields;
}
