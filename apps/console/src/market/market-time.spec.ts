import { MarketTime } from './market-time';

it.each([
  ['Asia/Kolkata', '2026-11-20T15:30', '2026-11-20T10:00:00.000Z'],
  ['UTC', '2026-11-20T15:30', '2026-11-20T15:30:00.000Z'],
  ['America/New_York', '2026-07-01T09:30', '2026-07-01T13:30:00.000Z'],
  ['America/New_York', '2026-12-01T09:30', '2026-12-01T14:30:00.000Z'],
  ['America/New_York', '2026-03-08T03:00', '2026-03-08T07:00:00.000Z'],
])('in %s, %s is %s', (zone, dayAndTime, instant) => {
  expect(new MarketTime(zone).instantOf(dayAndTime).toISOString()).toBe(instant);
});

it.each([
  ['Asia/Kolkata', '2026-11-20T18:30:00.123Z', '2026-11-21 00:00:00.123'],
  ['Asia/Kathmandu', '2026-11-20T18:14:59.999Z', '2026-11-20 23:59:59.999'],
  ['America/New_York', '2026-03-08T06:59:59.999Z', '2026-03-08 01:59:59.999'],
  ['America/New_York', '2026-03-08T07:00:00.000Z', '2026-03-08 03:00:00.000'],
  ['Australia/Lord_Howe', '2026-10-03T15:30:00.000Z', '2026-10-04 02:30:00.000'],
])('in %s, %s is shown as %s', (zone, at, shown) => {
  const marketTime = new MarketTime(zone);
  expect(marketTime.full(at)).toBe(shown);
  expect(marketTime.chartSeconds(at)).toBe(
    Math.floor(Date.parse(`${shown.replace(' ', 'T')}Z`) / 1_000),
  );
});

describe('a moment', () => {
  beforeEach(() => jest.useFakeTimers({ now: new Date('2026-11-20T19:00:00.000Z') }));
  afterEach(() => jest.useRealTimers());

  it.each([
    ['2026-11-20T18:30:00.000Z', '00:00:00.000'],
    ['2026-11-20T18:29:59.999Z', '20 Nov 23:59:59'],
    ['2025-12-31T18:29:59.999Z', '2025-12-31 23:59:59'],
  ])('%s is shown as %s', (at, shown) => {
    expect(new MarketTime('Asia/Kolkata').moment(at)).toBe(shown);
  });
});
