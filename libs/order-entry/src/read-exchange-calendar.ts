import { SettingFault } from '@ome/platform';
import { readFileSync } from 'node:fs';
import { SAMPLE_CALENDAR } from './exchange-calendar.sample';
import { type CalendarFile, FileExchangeCalendar } from './file-exchange-calendar';

/**
 * @param path null for the sample
 * @throws SettingFault where the file cannot be used
 */
export function readExchangeCalendar(path: string | null): FileExchangeCalendar {
  if (path === null) return new FileExchangeCalendar(SAMPLE_CALENDAR);
  let file: unknown;
  try {
    file = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new SettingFault(`EXCHANGE_CALENDAR_FILE cannot be read: ${(error as Error).message}.`);
  }
  const faults = calendarFaults(file);
  if (faults.length > 0) {
    throw new SettingFault(`EXCHANGE_CALENDAR_FILE is no calendar: ${faults.join('; ')}.`);
  }
  return new FileExchangeCalendar(file as CalendarFile);
}

const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/** What is wrong with the contents of a calendar's file, a sentence each. */
function calendarFaults(file: unknown): string[] {
  if (!isRecord(file) || Object.keys(file).length === 0) return ['it names no exchange'];
  return Object.entries(file).flatMap(([exchange, hours]) =>
    isRecord(hours)
      ? hoursFaults(hours).map((fault) => `${exchange}: ${fault}`)
      : [`${exchange}: must be an object`],
  );
}

function hoursFaults({ timeZone, weekdays, holidays, special = {}, ...hours }: Json): string[] {
  const isList = (list: unknown, isItem: (item: unknown) => boolean) =>
    Array.isArray(list) && list.every(isItem);
  const rules: [boolean, string][] = [
    [isTimeZone(timeZone), 'timeZone must be one such as Asia/Kolkata'],
    [isHours(hours), 'open and close must be times such as 09:15, the close after the open'],
    [
      isList(weekdays, (day) => [1, 2, 3, 4, 5, 6, 7].includes(day as number)),
      'weekdays must be numbers from 1, Monday, to 7',
    ],
    [isList(holidays, isDay), 'holidays must be days such as 2026-12-25'],
    [
      isRecord(special) && Object.entries(special).every(([day, at]) => isDay(day) && isHours(at)),
      'special must hold hours by day',
    ],
  ];
  return rules.filter(([holds]) => !holds).map(([, fault]) => fault);
}

type Json = Record<string, unknown>;

const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isDay = (value: unknown): boolean => typeof value === 'string' && DAY.test(value);

const isHours = (value: unknown): boolean =>
  isRecord(value) &&
  [value.open, value.close].every((time) => typeof time === 'string' && TIME.test(time)) &&
  (value.open as string) < (value.close as string);

function isTimeZone(value: unknown): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value as string });
    return typeof value === 'string';
  } catch {
    return false;
  }
}
