import { SettingFault } from '@ome/platform';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SAMPLE_CALENDAR } from './exchange-calendar.sample';
import { FileExchangeCalendar } from './file-exchange-calendar';
import { readExchangeCalendar } from './read-exchange-calendar';

const NSE = {
  timeZone: 'Asia/Kolkata',
  open: '09:15',
  close: '15:30',
  weekdays: [1, 2, 3, 4, 5],
  holidays: ['2026-01-26'],
  special: { '2026-01-25': { open: '18:00', close: '19:00' } },
};
/** Its clocks go forward on 8 March 2026 and back on 1 November. */
const NYSE = { ...NSE, timeZone: 'America/New_York', open: '09:30', close: '16:00', holidays: [] };

const market = (exchange: string, hasDerivatives = false) => ({ exchange, hasDerivatives });
const shown = (instant?: Date) => instant?.toISOString().slice(0, 16).replace('T', ' ') ?? null;
const indian = (day: string, time: string) => new Date(`${day}T${time}+05:30`);

describe('sessions', () => {
  const calendar = new FileExchangeCalendar({ NSE, NYSE: { ...NYSE, special: {} } });

  test.each([
    ['NSE', '2026-01-23T09:59:59Z', '2026-01-22 10:00', '2026-01-23 03:45'],
    ['NSE', '2026-01-23T10:00:00Z', '2026-01-23 10:00', '2026-01-25 12:30'],
    ['NSE', '2026-01-25T14:00:00Z', '2026-01-25 13:30', '2026-01-27 03:45'],
    ['NSE', '2026-01-27T01:00:00Z', '2026-01-25 13:30', '2026-01-27 03:45'],
    ['NYSE', '2026-03-07T12:00:00Z', '2026-03-06 21:00', '2026-03-09 13:30'],
    ['NYSE', '2026-11-01T12:00:00Z', '2026-10-30 20:00', '2026-11-02 14:30'],
  ])('%s at %s: closed last at %s, opens at %s', (exchange, at, closedAt, opensAt) => {
    const { closesAt } = calendar.closedBy(market(exchange), new Date(at))!;
    expect(shown(closesAt)).toBe(closedAt);
    expect(shown(calendar.sessionOf(market(exchange), new Date(at))?.opensAt)).toBe(opensAt);
  });

  test('a list of holidays says nothing of the years behind it', () => {
    const [lastDay, dayAfter] = [indian('2026-12-31', '10:00'), indian('2027-01-01', '10:00')];
    expect(calendar.validUntil('NSE')).toBe('2026-12-31');
    expect(calendar.stateAt(market('NSE'), lastDay)).toMatchObject({ state: 'open' });
    expect(calendar.stateAt(market('NSE'), dayAfter)).toEqual({ state: 'unknown' });
    expect(calendar.sessionOf(market('NSE'), dayAfter)).toBeNull();
    expect(calendar.closedBy(market('NSE'), dayAfter)).toBeNull();
    expect(calendar.stateAt(market('LSE'), lastDay)).toEqual({ state: 'unknown' });
  });
});

describe('India in 2026', () => {
  const calendar = readExchangeCalendar(null);
  const share = market('NSE');
  const underlying = market('NSE', true);
  const [nfo, mcx, cds] = [market('NFO'), market('MCX'), market('CDS')];

  const phaseAt = (where: typeof share, day: string, time: string) => {
    const state = calendar.stateAt(where, indian(day, time));
    return state.state === 'open' ? state.phase.phase : state.state;
  };

  test.each([
    ['09:00', 'preOpen', 'preOpen', 'preOpen'],
    ['09:08', 'openingMatch', 'openingMatch', 'openingMatch'],
    ['09:15', 'continuous', 'continuous', 'continuous'],
    ['15:14:59', 'continuous', 'continuous', 'continuous'],
    ['15:15', 'continuous', 'referencePrice', 'continuous'],
    ['15:20', 'continuous', 'closingAuction', 'continuous'],
    ['15:25', 'continuous', 'closingAuctionLimitOnly', 'continuous'],
    ['15:30', 'closed', 'closingMatch', 'continuous'],
    ['15:35', 'closed', 'closed', 'continuous'],
    ['15:40', 'closed', 'closed', 'closed'],
    ['15:50', 'postClose', 'postClose', 'closed'],
    ['16:00', 'closed', 'closed', 'closed'],
  ])('since 3 August, %s: shares %s, with derivatives %s, derivatives %s', (time, ...phases) => {
    const found = [share, underlying, nfo].map((where) => phaseAt(where, '2026-08-03', time));
    expect(found).toEqual(phases);
  });

  test('the exchange draws the end of entry to the closing auction from 15:28', () => {
    const state = calendar.stateAt(underlying, indian('2026-08-03', '15:29'));
    const mayEndFrom = indian('2026-08-03', '15:28');
    expect(state).toMatchObject({ phase: { mayEndFrom } });
  });

  test.each([
    ['2026-07-31', '15:29', ['continuous', 'continuous', 'continuous']],
    ['2026-07-31', '15:30', ['closed', 'closed', 'closed']],
    ['2026-07-31', '15:40', ['postClose', 'postClose', 'closed']],
  ])('before, on %s at %s', (day, time, phases) => {
    expect([share, underlying, nfo].map((where) => phaseAt(where, day, time))).toEqual(phases);
  });

  test.each([
    // Summer time in New York is from 8 March to 1 November.
    ['2026-03-06', '09:00', '23:55'],
    ['2026-03-09', '09:00', '23:30'],
    ['2026-10-30', '09:00', '23:30'],
    ['2026-11-02', '09:00', '23:55'],
    ['2026-01-01', '09:00', '17:00'],
    ['2026-01-15', '17:00', '23:55'],
    ['2026-05-28', '17:00', '23:30'],
  ])('commodities on %s from %s to %s', (day, opensAt, closesAt) => {
    expect(calendar.sessionOf(mcx, indian(day, '00:00'))).toMatchObject({
      day,
      opensAt: indian(day, opensAt),
      closesAt: indian(day, closesAt),
    });
  });

  const isTradingDay = (where: typeof share, day: string) =>
    calendar.sessionOf(where, indian(day, '00:00'))?.day === day;

  test.each([
    ['2026-01-15', false, false, true],
    ['2026-01-26', false, false, false],
    ['2026-02-01', true, false, false],
    ['2026-04-01', true, false, true],
    ['2026-11-26', true, true, true],
    ['2026-12-25', false, false, false],
  ])('%s: shares trade %s, currencies %s, commodities %s', (day, ...expected) => {
    expect([share, cds, mcx].map((where) => isTradingDay(where, day))).toEqual(expected);
  });

  test('ends with the year, and does not guess', () => {
    expect(calendar.validUntil('NSE')).toBe('2026-12-31');
    expect(phaseAt(share, '2027-01-04', '10:00')).toBe('unknown');
    expect(calendar.sessionOf(share, indian('2026-12-31', '18:00'))).toBeNull();
    expect(calendar.closedBy(share, indian('2026-12-31', '18:00'))?.day).toBe('2026-12-31');
  });
});

describe('the file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'calendar-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const read = (contents: unknown) => {
    const path = join(folder, 'calendar.json');
    writeFileSync(path, typeof contents === 'string' ? contents : JSON.stringify(contents));
    return readExchangeCalendar(path);
  };

  test('is read', () => {
    expect(read({ NSE }).markets).toEqual([market('NSE')]);
  });

  test('the sample can be written into it', () => {
    const { markets } = readExchangeCalendar(null);
    expect(markets).toEqual(expect.arrayContaining([market('NSE', true), market('MCX')]));
    expect(read(SAMPLE_CALENDAR).markets).toEqual(markets);
  });

  const phase = (from: string, to: string) => ({ phase: 'continuous', from, to });
  const timetable = (...phases: object[]) => ({ ...NSE, timetables: [{ phases }] });

  test.each([
    ['no JSON', '{', 'cannot be read'],
    ['no exchange', {}, 'it names no exchange'],
    ['no object', { NSE: 1 }, 'NSE: must be an object'],
    ['no zone', { NSE: { ...NSE, timeZone: 'Kolkata' } }, 'NSE: timeZone'],
    ['a close before the open', { NSE: { ...NSE, close: '08:00' } }, 'NSE: open and close'],
    ['no time', { NSE: { ...NSE, open: '9:15' } }, 'NSE: open and close'],
    ['a day of the week too many', { NSE: { ...NSE, weekdays: [8] } }, 'NSE: weekdays'],
    ['no days', { NSE: { ...NSE, holidays: ['26-01-26'] } }, 'NSE: holidays'],
    ['no last day', { NSE: { ...NSE, validUntil: '2026' } }, 'NSE: validFrom and validUntil'],
    ['no timetables', { NSE: { ...NSE, timetables: {} } }, 'NSE: timetables must be a list'],
    ['no such phase', { NSE: timetable({ ...phase('09:00', '15:00'), phase: 'noon' }) }, 'phases'],
    [
      'phases out of order',
      { NSE: timetable(phase('12:00', '15:00'), phase('09:00', '12:00')) },
      'phases must be',
    ],
    ['no session', { NSE: timetable({ ...phase('09:00', '09:15'), phase: 'preOpen' }) }, 'phases'],
    ['no hours', { NSE: { ...NSE, special: { '2026-01-25': {} } } }, 'NSE: special'],
  ])('is refused with the reason: %s', (_name, contents, reason) => {
    expect(() => read(contents)).toThrow(SettingFault);
    expect(() => read(contents)).toThrow(reason);
  });
});
