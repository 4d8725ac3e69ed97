import { parseDay } from './breeze-date';

it.each([
  '2026-12-29',
  '2026-12-29T06:00:00.000Z',
  '2026-12-29T06:00:00.00Z',
  '2026-12-29T06:00:00Z',
  '29-Dec-2026',
  '29-DEC-2026',
  '29-DEC-26',
])('%s is a day of its documents', (text) => {
  expect(parseDay(text)).toBe('2026-12-29');
});

it.each([
  '',
  '29-12-2026',
  '29/12/2026',
  '12-29-2026',
  '29-Dez-2026',
  '9-Dec-2026',
  '2026-12-29 06:00:00',
  '2026-12-29T06:00:00+05:30',
  '20261229',
  '2026-02-30',
  '30-Feb-2026',
  '0202-12-29T',
  '29-Dec-2026 ',
])('%j is none', (text) => {
  expect(() => parseDay(text)).toThrow('Resource not available.');
});
