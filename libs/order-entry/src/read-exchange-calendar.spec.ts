import { SettingFault } from '@ome/platform';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileExchangeCalendar } from './file-exchange-calendar';
import { readExchangeCalendar } from './read-exchange-calendar';

const NSE = {
  ...{ timeZone: 'Asia/Kolkata', open: '09:15', close: '15:30', weekdays: [1, 2, 3, 4, 5] },
  ...{ holidays: ['2026-01-26'], special: { '2026-01-25': { open: '18:00', close: '19:00' } } },
};
/** Its clocks go forward on 8 March 2026 and back on 1 November. */
const NYSE = { ...NSE, timeZone: 'America/New_York', open: '09:30', close: '16:00', holidays: [] };

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
    const shown = (instant: Date) => instant.toISOString().slice(0, 16).replace('T', ' ');
    expect(shown(calendar.closedBy(exchange, new Date(at)).closesAt)).toBe(closedAt);
    expect(shown(calendar.openAfter(exchange, new Date(at)).opensAt)).toBe(opensAt);
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
    expect(read({ NSE }).exchanges).toEqual(['NSE']);
  });

  test('may be left out for the sample', () => {
    expect(readExchangeCalendar(null).exchanges).toEqual(expect.arrayContaining(['NSE', 'MCX']));
  });

  test.each([
    ['no JSON', '{', 'cannot be read'],
    ['no exchange', {}, 'it names no exchange'],
    ['no object', { NSE: 1 }, 'NSE: must be an object'],
    ['no zone', { NSE: { ...NSE, timeZone: 'Kolkata' } }, 'NSE: timeZone'],
    ['a close before the open', { NSE: { ...NSE, close: '08:00' } }, 'NSE: open and close'],
    ['no time', { NSE: { ...NSE, open: '9:15' } }, 'NSE: open and close'],
    ['a day of the week too many', { NSE: { ...NSE, weekdays: [8] } }, 'NSE: weekdays'],
    ['no days', { NSE: { ...NSE, holidays: ['26-01-26'] } }, 'NSE: holidays'],
    ['no hours', { NSE: { ...NSE, special: { '2026-01-25': {} } } }, 'NSE: special'],
  ])('is refused with the reason: %s', (_name, contents, reason) => {
    expect(() => read(contents)).toThrow(SettingFault);
    expect(() => read(contents)).toThrow(reason);
  });
});
