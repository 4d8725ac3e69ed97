import { MarketTime } from './market-time';

const india = new MarketTime('Asia/Kolkata');
const newYork = new MarketTime('America/New_York');

test.each([
  ['2026-11-20T09:15:00Z', '2026-11-20T09:15:00.000Z'],
  ['2026-11-20T09:15+02:00', '2026-11-20T07:15:00.000Z'],
  ['2026-11-20T09:15', '2026-11-20T03:45:00.000Z'],
  ['2026-11-20T09:15:30.25', '2026-11-20T03:45:30.250Z'],
  ['2026-11-20', '2026-11-19T18:30:00.000Z'],
  ['2026-02-30', undefined],
  ['2026-13-01T10:00:00Z', undefined],
  ['2026-11-20T24:00', undefined],
  ['2026-11-20T10:00+99:00', undefined],
  ['20 Nov 2026', undefined],
  [1_700_000_000, undefined],
])('%s in India is %s', (text, instant) => {
  expect(india.instantOf(text)?.toISOString()).toBe(instant);
});

test('a date alone can mean the end of its day', () => {
  expect(india.instantOf('2026-11-20', 'end')).toEqual(new Date('2026-11-20T18:29:59.999Z'));
  // Its clocks go back on this day, which has 25 hours.
  expect(newYork.instantOf('2026-11-01', 'end')).toEqual(new Date('2026-11-02T04:59:59.999Z'));
  expect(newYork.instantOf('2026-11-01')).toEqual(new Date('2026-11-01T04:00:00Z'));
});
