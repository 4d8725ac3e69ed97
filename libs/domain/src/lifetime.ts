const UNIT_MS = { h: 60 * 60 * 1_000, d: 24 * 60 * 60 * 1_000 } as const;

/** When something ends that is good for so long from now on, such as `90d` or `12h`; null for no such text. */
export function endOfLifetime(text: string, now: Date): Date | null {
  const [, count, unit] = /^([1-9]\d{0,4})([hd])$/.exec(text) ?? [];
  if (!count) return null;
  return new Date(now.getTime() + Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS]);
}
