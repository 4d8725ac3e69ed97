import { DAY_MS, midnightOf, timeOfDay, tradingDate } from '../brokers/indian-time';

/** What happens to orders now: they collect for an auction, meet the book, or wait. */
export type SessionPhase = 'auction' | 'continuous' | 'closed';

/** The day of shares in India: opening auction, trading, closing auction. */
const PHASES: readonly (readonly [from: string, phase: SessionPhase])[] = [
  ['15:35:00', 'closed'],
  ['15:15:00', 'auction'],
  ['09:15:00', 'continuous'],
  ['09:00:00', 'auction'],
  ['00:00:00', 'closed'],
];

/** When trading is continuous, in milliseconds of the day. */
export const CONTINUOUS_MS: readonly [from: number, to: number] = [33_300_000, 54_900_000];

/** When the opening auction begins, in milliseconds of the day. */
const OPENING_MS = 32_400_000;

/** Whether a day, YYYY-MM-DD, is from Monday to Friday. */
export const isTradingDay = (day: string): boolean => ![0, 6].includes(new Date(day).getUTCDay());

/** The first instant of trading after `at`, where the exchange is closed then: the opening auction's. */
export function nextOpening(at: Date): Date {
  let opening = midnightOf(tradingDate(at)).getTime() + OPENING_MS;
  while (opening < at.getTime() || !isTradingDay(tradingDate(new Date(opening)))) opening += DAY_MS;
  return new Date(opening);
}

export function phaseAt(now: Date): SessionPhase {
  const time = timeOfDay(now);
  if (!isTradingDay(tradingDate(now))) return 'closed';
  return PHASES.find(([from]) => time >= from)![1];
}
