const DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * Days and times as in ISO 8601, with a space between the two. Creating a format takes longer than
 * using it a hundred times, so each zone's format is kept.
 */
function formatsOf(style: Intl.DateTimeFormatOptions): (timeZone: string) => Intl.DateTimeFormat {
  const byZone = new Map<string, Intl.DateTimeFormat>();
  return (timeZone) => {
    let format = byZone.get(timeZone);
    if (!format) {
      format = new Intl.DateTimeFormat('sv-SE', { timeZone, ...style });
      byZone.set(timeZone, format);
    }
    return format;
  };
}

const dayFormat = formatsOf({ dateStyle: 'short' });
const timeFormat = formatsOf({ timeStyle: 'medium' });
const dayAndTimeFormat = formatsOf({ dateStyle: 'short', timeStyle: 'medium' });

/** Midnight of the current day in a time zone. */
export function startOfDay(instant: Date, timeZone: string): Date {
  const midnight = new Date(instant.getTime() - sinceMidnightMs(instant, timeZone));
  // If the clocks changed since midnight, the first guess is off by that change.
  const drift = sinceMidnightMs(midnight, timeZone);
  return new Date(midnight.getTime() + (drift > DAY_MS / 2 ? DAY_MS - drift : -drift));
}

function sinceMidnightMs(instant: Date, timeZone: string): number {
  const parts = timeFormat(timeZone).format(instant);
  const [hours = 0, minutes = 0, seconds = 0] = parts.split(':').map(Number);
  return ((hours * 60 + minutes) * 60 + seconds) * 1_000 + instant.getMilliseconds();
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The day of an instant in a time zone, `YYYY-MM-DD`. */
export function dayIn(timeZone: string): (instant: Date) => string {
  const format = dayFormat(timeZone);
  return (instant) => format.format(instant);
}

/**
 * The instant at which clocks of a time zone show a time on a day.
 *
 * @param time `HH:MM`, or with seconds and their fractions
 */
export function instantIn(timeZone: string, day: string, time: string): Date {
  const asIfUtc = Date.parse(`${day}T${time}Z`);
  // Twice, because the clocks may change between the guess and the instant.
  const guess = asIfUtc - offsetMs(new Date(asIfUtc), timeZone);
  return new Date(asIfUtc - offsetMs(new Date(guess), timeZone));
}

/** By how much the clocks of a time zone are ahead of UTC. */
function offsetMs(instant: Date, timeZone: string): number {
  const shown = dayAndTimeFormat(timeZone).format(instant);
  const whole = Math.floor(instant.getTime() / 1_000) * 1_000;
  return Date.parse(`${shown.replace(' ', 'T')}Z`) - whole;
}

/** Whether clocks of a time zone are ahead of its winter time at noon of a day. */
export function isSummerIn(timeZone: string, day: string): boolean {
  const [today, january, july] = [day, `${day.slice(0, 4)}-01-01`, `${day.slice(0, 4)}-07-01`].map(
    (date) => offsetMs(new Date(`${date}T12:00:00Z`), timeZone),
  );
  return today > Math.min(january, july);
}
