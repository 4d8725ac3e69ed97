const OFFSET_MS = 330 * 60_000;
export const MONTHS = [
  'Jan',
  'Feb',
  'Mar',
  'Apr',
  'May',
  'Jun',
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
];
export const DAY_MS = 86_400_000;

/** The parts of an instant in Indian time; each two digits, the year four. */
function parts(at: Date): { year: string; month: string; name: string; day: string; time: string } {
  const [date, time] = shifted(at).toISOString().split('T');
  const [year, month, day] = date.split('-');
  return { year, month, day, name: MONTHS[Number(month) - 1], time: time.slice(0, 8) };
}

const shifted = (at: Date): Date => new Date(at.getTime() + OFFSET_MS);

/** `DD-MM-YYYY`. */
export function numericDate(at: Date): string {
  const { day, month, year } = parts(at);
  return `${day}-${month}-${year}`;
}

/** `DD-Mon-YYYY`. */
export function namedDate(at: Date): string {
  const { day, name, year } = parts(at);
  return `${day}-${name}-${year}`;
}

/** `YYYYMMDD`. */
export function compactDate(at: Date): string {
  const { day, month, year } = parts(at);
  return `${year}${month}${day}`;
}

/** `HH:MM:SS`. */
export const timeOfDay = (at: Date): string => parts(at).time;

/** The start of the day in India that an instant is in. */
export const startOfDay = (at: Date): Date =>
  new Date(at.getTime() - (shifted(at).getTime() % DAY_MS));

/** The instant of midnight in India of a date `YYYY-MM-DD`. */
export const midnightOf = (isoDate: string): Date =>
  new Date(Date.parse(`${isoDate}T00:00:00Z`) - OFFSET_MS);

/** The day in India as YYYY-MM-DD. */
export const tradingDate = (at: Date): string => shifted(at).toISOString().slice(0, 10);
