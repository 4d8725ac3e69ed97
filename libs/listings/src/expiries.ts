const DAY_MS = 86_400_000;
/** Days on which no exchange trades in any year, as MM-DD; others move from year to year. */
const HOLIDAYS = new Set(['01-26', '05-01', '08-15', '10-02', '12-25']);

const isoDay = (at: number): string => new Date(at).toISOString().slice(0, 10);
const weekday = (at: number): number => new Date(at).getUTCDay();

/** Contracts of a holiday expire on the trading day before. */
function tradingDay(at: number): string {
  let day = at;
  while (HOLIDAYS.has(isoDay(day).slice(5)) || [0, 6].includes(weekday(day))) day -= DAY_MS;
  return isoDay(day);
}

/** The next expiries on a weekday, the one of `today` included, nearest first. */
export function weeklyExpiries(today: string, on: number, count: number): string[] {
  const start = Date.parse(today);
  const first = start + ((on - weekday(start) + 7) % 7) * DAY_MS;
  // A holiday may have moved the nearest to yesterday.
  return Array.from({ length: count + 1 }, (_, week) => tradingDay(first + week * 7 * DAY_MS))
    .filter((day) => day >= today)
    .slice(0, count);
}

/** The next expiries on the last such weekday of a month, nearest first. */
export function monthlyExpiries(today: string, on: number, count: number): string[] {
  const start = new Date(today);
  return Array.from({ length: count + 1 }, (_, month) => {
    const last = Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + month + 1, 0);
    return tradingDay(last - ((weekday(last) - on + 7) % 7) * DAY_MS);
  })
    .filter((day) => day >= today)
    .slice(0, count);
}
