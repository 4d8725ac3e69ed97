import { Emsg, NotOk } from './replies';

/** Fields that hold rows or orders; here they are texts of JSON. */
const LISTS = new Set([
  'pos',
  'basketlists',
  'oivariable',
  'place_order_params',
  'place_order_params_leg2',
]);

export type JData = Readonly<Record<string, string>>;

/** The body of a call: the raw JSON, its parsed fields, and the key beside it. */
export interface SignedBody {
  jData: string;
  fields: JData;
  jKey: string;
}

/**
 * Parses `jData={…}&jKey=…`. Nothing is percent-decoded, and the body is split at every `&`, so an
 * encoded body, or one with `&` in a value, is not valid JSON.
 * @throws NotOk
 */
export function parseBody(body: Buffer): SignedBody {
  const parts = body.toString('utf8').split('&');
  const part = (name: string): string | undefined =>
    parts.find((text) => text.startsWith(`${name}=`))?.slice(name.length + 1);
  const jData = part('jData');
  if (jData === undefined) throw new NotOk(Emsg.missingJData);
  return { jData, fields: textFields(jData), jKey: part('jKey') ?? '' };
}

function textFields(jData: string): JData {
  let value: unknown;
  try {
    value = JSON.parse(jData);
  } catch {
    throw new NotOk(Emsg.notJson, 400);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new NotOk(Emsg.notJson, 400);
  }
  // NorenApi sends null for missing values.
  const given = Object.entries(value)
    .filter(([, field]) => field !== null)
    .map(([name, field]) => [name, LISTS.has(name) ? JSON.stringify(field) : field] as const);
  if (given.some(([, field]) => typeof field !== 'string')) throw new NotOk(Emsg.notText);
  return Object.fromEntries(given);
}

/** A required field. @throws NotOk */
export function required(fields: JData, name: string): string {
  const value = fields[name];
  if (!value) throw new NotOk(`Invalid Input : ${name} is Missing`);
  return value;
}

/** The rows of a field, with texts for values. @throws NotOk */
export function rowsOf(text: string): JData[] {
  const rows = JSON.parse(text) as unknown;
  if (!Array.isArray(rows)) throw new NotOk(Emsg.invalidInput);
  return rows.map((row: unknown) =>
    Object.fromEntries(
      Object.entries({ ...(row as object) }).map(([name, value]) => [name, String(value)]),
    ),
  );
}
