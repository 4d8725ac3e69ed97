const SECOND_MS = 1_000;
const UNITS = [
  { ms: 86_400 * SECOND_MS, name: 'd' },
  { ms: 3_600 * SECOND_MS, name: 'h' },
  { ms: 60 * SECOND_MS, name: 'min' },
] as const;

/** `12 s ago`, `3 min ago`; in whole units. */
export function age(at: string, now: number): string {
  const ms = Math.max(0, now - Date.parse(at));
  const unit = UNITS.find((each) => ms >= each.ms) ?? { ms: SECOND_MS, name: 's' };
  return `${Math.floor(ms / unit.ms)} ${unit.name} ago`;
}
