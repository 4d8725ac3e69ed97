import { fieldsOf, Malformed } from '../malformed';

export type Check = (value: unknown) => boolean;

export const isDelayMs: Check = (value) =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 600_000;
export const isText: Check = (value) => typeof value === 'string';
export const isFlag: Check = (value) => typeof value === 'boolean';
export const isProbability: Check = (value) =>
  typeof value === 'number' && value >= 0 && value <= 1;
export const oneOf =
  (...names: readonly unknown[]): Check =>
  (value) =>
    names.includes(value);

export const isDelayRange: Check = (value) => {
  const { min, max, ...others } = fieldsOf(value);
  const known = Object.keys(others).length === 0;
  return known && isDelayMs(min) && isDelayMs(max) && Number(min) <= Number(max);
};

/** Throws Malformed for a field that does not exist or is out of range. */
export function checkFields(
  fields: Record<string, unknown>,
  checks: Readonly<Record<string, Check>>,
  owner = String(fields.behaviour),
): void {
  for (const [name, value] of Object.entries(fields)) {
    if (name === 'behaviour') continue;
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    if (!check) throw new Malformed(`${name} is not a field of ${owner}`);
    if (!check(value)) throw new Malformed(`${name} is out of range`);
  }
}
