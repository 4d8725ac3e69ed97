import { isInSession, PHASE_RULES, TradingPhase } from '@ome/domain';
import { isDay, SettingFault } from '@ome/platform';
import { readFileSync } from 'node:fs';
import type { CalendarFile, Stretch } from './calendar-file';
import { SAMPLE_CALENDAR } from './exchange-calendar.sample';
import { FileExchangeCalendar } from './file-exchange-calendar';

/**
 * @param path null for the sample
 * @throws SettingFault if the file cannot be used
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

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/** The faults of a calendar file, one sentence each. */
function calendarFaults(file: unknown): string[] {
  if (!isRecord(file) || Object.keys(file).length === 0) return ['it names no exchange'];
  return Object.entries(file).flatMap(([exchange, hours]) =>
    isRecord(hours)
      ? hoursFaults(hours).map((fault) => `${exchange}: ${fault}`)
      : [`${exchange}: must be an object`],
  );
}

function hoursFaults({ timeZone, weekdays, holidays, special = {}, ...others }: Json): string[] {
  const { timetables, withDerivatives = [], validFrom, validUntil } = others;
  const rules: [boolean, string][] = [
    [isTimeZone(timeZone), 'timeZone must be one such as Asia/Kolkata'],
    [
      timetables !== undefined || isHours(others),
      'open and close must be times such as 09:15, the close after the open',
    ],
    [
      isList(weekdays, (day) => [1, 2, 3, 4, 5, 6, 7].includes(day as number)),
      'weekdays must be numbers from 1, Monday, to 7',
    ],
    [isList(holidays, isDay), 'holidays must be days such as 2026-12-25'],
    [
      isRecord(special) &&
        Object.entries(special).every(([day, at]) => isDay(day) && isPartOfHours(at)),
      'special must hold hours by day',
    ],
    [
      [validFrom, validUntil].every((day) => day === undefined || isDay(day)),
      'validFrom and validUntil must be days such as 2026-12-31',
    ],
  ];
  return [
    ...rules.filter(([holds]) => !holds).map(([, fault]) => fault),
    ...timetablesFaults('timetables', timetables ?? []),
    ...timetablesFaults('withDerivatives', withDerivatives),
  ];
}

function timetablesFaults(field: string, timetables: unknown): string[] {
  if (!isList(timetables, isRecord)) return [`${field} must be a list of timetables`];
  return (timetables as Json[]).flatMap(({ phases, since, whileSummerIn }) => {
    const rules: [boolean, string][] = [
      [since === undefined || isDay(since), 'since must be a day such as 2026-08-03'],
      [
        whileSummerIn === undefined || isTimeZone(whileSummerIn),
        'whileSummerIn must be a time zone such as America/New_York',
      ],
      [
        isList(phases, isStretch) && isInOrder(phases as Stretch[]),
        `phases must be one of ${Object.values(TradingPhase).join(', ')} each, one after another ` +
          'with from and to such as 09:15, and some of them within the session',
      ],
    ];
    return rules.filter(([holds]) => !holds).map(([, fault]) => `${field}: ${fault}`);
  });
}

type Json = Record<string, unknown>;

const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isList = (list: unknown, isItem: (item: unknown) => boolean): boolean =>
  Array.isArray(list) && list.every(isItem);

const isTime = (value: unknown): boolean => typeof value === 'string' && TIME.test(value);

const isHours = (value: unknown): boolean =>
  isRecord(value) &&
  [value.open, value.close].every(isTime) &&
  (value.open as string) < (value.close as string);

/** Missing fields are as usual. */
const isPartOfHours = (value: unknown): boolean =>
  isHours(value) ||
  (isRecord(value) &&
    (value.open === undefined ? isTime(value.close) : isTime(value.open) && !('close' in value)));

const isStretch = (value: unknown): boolean =>
  isRecord(value) &&
  Object.values(TradingPhase).includes(value.phase as TradingPhase) &&
  [value.from, value.to].every(isTime) &&
  (value.mayEndFrom === undefined || isTime(value.mayEndFrom));

/** A session needs a time at which orders can be entered. */
const isInOrder = (phases: readonly Stretch[]): boolean =>
  phases.every(
    ({ from, to, mayEndFrom = from }, index) =>
      (index === 0 || phases[index - 1].to <= from) && from <= mayEndFrom && mayEndFrom < to,
  ) && phases.some(({ phase }) => isInSession(phase) && PHASE_RULES[phase].entry !== 'none');

function isTimeZone(value: unknown): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value as string });
    return typeof value === 'string';
  } catch {
    return false;
  }
}
