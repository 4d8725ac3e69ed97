import { FileExchangeCalendar } from './file-exchange-calendar';
import { SessionHours } from './session-hours';

const calendar = new FileExchangeCalendar({
  NSE: {
    timeZone: 'Asia/Kolkata',
    open: '09:15',
    close: '15:30',
    weekdays: [1, 2, 3, 4, 5],
    holidays: ['2026-11-24'],
  },
});

function standingAt(
  at: string,
  hours: string | null,
  timeZone: string | null = null,
  tradingDaysOf: string | null = null,
): string {
  const clock = { now: () => new Date(at) };
  const session = { hours, timeZone, tradingDaysOf };
  const { isOpen, periodStart } = new SessionHours(clock, 'Asia/Kolkata', calendar).standing(
    session,
  );
  return `${isOpen ? 'open' : 'closed'} since ${periodStart?.toISOString().slice(0, 16) ?? 'ever'}`;
}

test('a session without hours is always open', () => {
  expect(standingAt('2026-11-23T00:00:00Z', null)).toBe('open since ever');
});

// 2026-11-23 is a Monday; the market is 5:30 ahead of UTC.
test.each([
  ['before its hours', '2026-11-23T03:29:59Z', 'closed since 2026-11-22T03:30'],
  ['from the minute on', '2026-11-23T03:30:00Z', 'open since 2026-11-23T03:30'],
  ['up to the minute', '2026-11-23T11:59:59Z', 'open since 2026-11-23T03:30'],
  ['after its hours', '2026-11-23T12:00:00Z', 'closed since 2026-11-23T03:30'],
])('of every day, in the zone of the market: %s', (_when, at, standing) => {
  expect(standingAt(at, '09:00-17:30')).toBe(standing);
});

test.each([
  ['2026-11-23T21:59:00Z', 'open since 2026-11-22T22:00'],
  ['2026-11-23T22:00:00Z', 'open since 2026-11-23T22:00'],
])('all day long, with a new period at ten in the evening: %s', (at, standing) => {
  expect(standingAt(at, '22:00-22:00', 'UTC')).toBe(standing);
});

test.each([
  ['2026-11-23T02:00:00Z', 'open since 2026-11-22T22:00'],
  ['2026-11-23T05:00:00Z', 'closed since 2026-11-22T22:00'],
])('over midnight: %s', (at, standing) => {
  expect(standingAt(at, '22:00-05:00', 'UTC')).toBe(standing);
});

test.each([
  ['winter', '2026-03-27T08:30:00Z', 'closed since 2026-03-26T09:00'],
  ['summer', '2026-03-30T08:30:00Z', 'open since 2026-03-30T08:00'],
])('by the clocks of its zone, in %s', (_season, at, standing) => {
  expect(standingAt(at, '09:00-17:00', 'Europe/London')).toBe(standing);
});

test.each([
  ['2026-11-22T17:00:00Z', 'closed since 2026-11-15T18:00'],
  ['2026-11-22T18:00:00Z', 'open since 2026-11-22T18:00'],
  ['2026-11-27T16:59:00Z', 'open since 2026-11-22T18:00'],
  ['2026-11-27T17:00:00Z', 'closed since 2026-11-22T18:00'],
])('of a week: %s', (at, standing) => {
  expect(standingAt(at, 'sunday 18:00-friday 17:00', 'UTC')).toBe(standing);
});

test('of a whole week', () => {
  const standing = standingAt('2026-11-29T17:59:00Z', 'sunday 18:00-sunday 18:00', 'UTC');
  expect(standing).toBe('open since 2026-11-22T18:00');
});

test.each([
  ['a trading day', '2026-11-23T05:00:00Z', 'open since 2026-11-23T03:30'],
  ['a holiday', '2026-11-24T05:00:00Z', 'closed since 2026-11-23T03:30'],
  ['a Sunday', '2026-11-22T05:00:00Z', 'closed since 2026-11-20T03:30'],
  ['a day beyond the calendar', '2027-01-03T05:00:00Z', 'open since 2027-01-03T03:30'],
])('of trading days alone, on %s', (_day, at, standing) => {
  expect(standingAt(at, '09:00-17:30', null, 'NSE')).toBe(standing);
});
