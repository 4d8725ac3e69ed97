const DAY_MS = 24 * 60 * 60 * 1_000;

/** Midnight of the day that it is in a time zone. */
export function startOfDay(instant: Date, timeZone: string): Date {
  const midnight = new Date(instant.getTime() - sinceMidnightMs(instant, timeZone));
  // Where the clocks were changed since midnight, the first guess is off by the change.
  const drift = sinceMidnightMs(midnight, timeZone);
  return new Date(midnight.getTime() + (drift > DAY_MS / 2 ? DAY_MS - drift : -drift));
}

function sinceMidnightMs(instant: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'medium' }).format(instant);
  const [hours = 0, minutes = 0, seconds = 0] = parts.split(':').map(Number);
  return ((hours * 60 + minutes) * 60 + seconds) * 1_000 + instant.getMilliseconds();
}

/** The day that it is at an instant in a time zone, `YYYY-MM-DD`. */
export function dayIn(timeZone: string): (instant: Date) => string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  return (instant) => format.format(instant);
}
