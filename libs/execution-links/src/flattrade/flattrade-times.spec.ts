import fc from 'fast-check';
import { parseEpoch, parseIst, tokenExpiry } from './flattrade-times';

test.each([
  ['10:02:11 14-10-2026', '2026-10-14T04:32:11.000Z'],
  ['14-10-2026 10:02:11', '2026-10-14T04:32:11.000Z'],
  ['03:00:00 01-01-2026', '2025-12-31T21:30:00.000Z'],
])('%s is %s', (text, instant) => expect(parseIst(text)?.toISOString()).toBe(instant));

test.each(['', '0', '00:00:00 01-01-1980', '31-31-2026 10:02:11', '2026-10-14 10:02:11', 'now'])(
  '%j is not a time',
  (text) => expect(parseIst(text)).toBeNull(),
);

test('any second reads back, in both orders', () => {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Asia/Kolkata',
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  const seconds = fc.integer({ min: 946_700_000, max: 4_102_000_000 });
  fc.assert(
    fc.property(seconds, (second) => {
      const instant = new Date(second * 1_000);
      const [date, time] = format.format(instant).split(' ');
      const day = date.split('-').reverse().join('-');
      expect(parseIst(`${time} ${day}`)).toEqual(instant);
      expect(parseIst(`${day} ${time}`)).toEqual(instant);
    }),
  );
});

test('seconds since 1970', () => {
  expect(parseEpoch('1791952331')?.toISOString()).toBe('2026-10-14T04:32:11.000Z');
  expect(parseEpoch('0')).toBeNull();
});

test.each([
  ['2026-10-14T03:00:00Z', '2026-10-14T23:30:00.000Z'],
  ['2026-10-14T23:29:59Z', '2026-10-14T23:30:00.000Z'],
  ['2026-10-14T23:30:00Z', '2026-10-15T23:30:00.000Z'],
  ['2026-12-31T23:45:00Z', '2027-01-01T23:30:00.000Z'],
])('a login at %s lasts until %s', (at, until) => {
  expect(tokenExpiry(new Date(at)).toISOString()).toBe(until);
});
