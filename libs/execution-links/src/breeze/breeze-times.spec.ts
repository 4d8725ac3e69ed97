import {
  istInstant,
  msToNextMinute,
  nextIstMidnight,
  requestDay,
  startOfMinute,
} from './breeze-times';

describe('Indian time', () => {
  test.each([
    ['14-Oct-2026 10:02', '2026-10-14T04:32:00.000Z'],
    ['14-Oct-2026 10:02:12', '2026-10-14T04:32:12.000Z'],
    ['14-10-2026 10:02:12', '2026-10-14T04:32:12.000Z'],
    [' 14-OCT-2026  00:00 ', '2026-10-13T18:30:00.000Z'],
    ['14-Oct-2026', '2026-10-13T18:30:00.000Z'],
  ])('%s', (text, instant) => {
    expect(istInstant(text)?.toISOString()).toBe(instant);
  });

  test.each(['', '31-02-2026 10:02', '14-Oct-2026 25:00', '14-Oct-2026 10:02 AM', '14/10/2026'])(
    'no instant: %j',
    (text) => {
      expect(istInstant(text)).toBeNull();
    },
  );

  test('a day begins at 18:30 UTC', () => {
    expect(requestDay(new Date('2026-10-14T18:29:59Z'))).toBe('2026-10-14T06:00:00.000Z');
    expect(requestDay(new Date('2026-10-14T18:30:00Z'))).toBe('2026-10-15T06:00:00.000Z');
    const midnight = new Date('2026-10-14T18:30:00.000Z');
    expect(nextIstMidnight(new Date('2026-10-14T04:30:00Z'))).toEqual(midnight);
    expect(nextIstMidnight(midnight)).toEqual(new Date('2026-10-15T18:30:00.000Z'));
  });

  test('minutes', () => {
    const at = new Date('2026-10-14T04:30:12.345Z');
    expect(startOfMinute(at)).toEqual(new Date('2026-10-14T04:30:00Z'));
    expect(msToNextMinute(at)).toBe(47_655);
  });
});
