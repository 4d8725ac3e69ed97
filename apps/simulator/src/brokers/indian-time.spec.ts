import {
  compactDate,
  midnightOf,
  namedDate,
  numericDate,
  startOfDay,
  timeOfDay,
} from './indian-time';

it.each([
  ['2026-10-14T04:32:11.999Z', '14-10-2026', '14-Oct-2026', '20261014', '10:02:11'],
  ['2026-10-14T18:29:59Z', '14-10-2026', '14-Oct-2026', '20261014', '23:59:59'],
  ['2026-12-31T18:30:00Z', '01-01-2027', '01-Jan-2027', '20270101', '00:00:00'],
])('shows %s in Indian time', (text, numeric, named, compact, time) => {
  const at = new Date(text);
  expect(numericDate(at)).toBe(numeric);
  expect(namedDate(at)).toBe(named);
  expect(compactDate(at)).toBe(compact);
  expect(timeOfDay(at)).toBe(time);
});

it('knows when a day begins', () => {
  const midnight = new Date('2026-10-13T18:30:00.000Z');
  expect(startOfDay(new Date('2026-10-14T04:32:11.999Z'))).toEqual(midnight);
  expect(startOfDay(midnight)).toEqual(midnight);
  expect(midnightOf('2026-10-14')).toEqual(midnight);
  expect(midnightOf('never').getTime()).toBeNaN();
});
