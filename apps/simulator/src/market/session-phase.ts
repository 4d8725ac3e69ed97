import { timeOfDay } from '../brokers/indian-time';

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

export function phaseAt(now: Date): SessionPhase {
  const time = timeOfDay(now);
  // A fixed +05:30 makes the weekday of India that of UTC, shifted.
  const weekday = new Date(now.getTime() + 330 * 60_000).getUTCDay();
  if (weekday === 0 || weekday === 6) return 'closed';
  return PHASES.find(([from]) => time >= from)![1];
}
