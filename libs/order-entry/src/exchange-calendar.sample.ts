import type { CalendarFile } from './file-exchange-calendar';

const INDIA = { timeZone: 'Asia/Kolkata', weekdays: [1, 2, 3, 4, 5] };

const HOLIDAYS_2026 = [
  '2026-01-26',
  '2026-03-03',
  '2026-03-26',
  '2026-03-31',
  '2026-04-03',
  '2026-04-14',
  '2026-05-01',
  '2026-05-28',
  '2026-06-26',
  '2026-09-14',
  '2026-10-02',
  '2026-10-20',
  '2026-11-10',
  '2026-11-24',
  '2026-12-25',
];

const EQUITIES = { ...INDIA, open: '09:15', close: '15:30', holidays: HOLIDAYS_2026 };
const CURRENCIES = { ...INDIA, open: '09:00', close: '17:00', holidays: HOLIDAYS_2026 };

/** Commodities trade in the evening of most holidays; these are the days without any session. */
const COMMODITIES = {
  ...{ ...INDIA, open: '09:00', close: '23:30' },
  holidays: ['2026-01-26', '2026-04-03', '2026-10-02', '2026-12-25'],
};

/**
 * Indian exchanges in 2026. A sample: before it is relied on, compare it with the exchanges' own
 * circulars, which change it in the course of a year, and give the file of EXCHANGE_CALENDAR_FILE.
 */
export const SAMPLE_CALENDAR: CalendarFile = {
  NSE: EQUITIES,
  BSE: EQUITIES,
  NFO: EQUITIES,
  BFO: EQUITIES,
  CDS: CURRENCIES,
  BCD: CURRENCIES,
  MCX: COMMODITIES,
};
