import { isInSession, PHASE_RULES, TradingPhase } from '@ome/domain';
import {
  ExchangeCalendar,
  type Market,
  type MarketState,
  type PhaseHours,
  type TradingSession,
} from '@ome/engine';
import { dayIn, instantIn, isSummerIn } from '@ome/platform';
import { LRUCache } from 'lru-cache';
import type { CalendarFile, ExchangeHours, Stretch } from './calendar-file';

const DAY_MS = 86_400_000;
/** No exchange pauses longer. */
const LONGEST_PAUSE_DAYS = 30;
/** The sessions of a month at a few exchanges: orders ask for their session repeatedly. */
const REMEMBERED_SESSIONS = 500;

/** Sessions from a calendar file. */
export class FileExchangeCalendar extends ExchangeCalendar {
  readonly markets: readonly Market[];
  private readonly sessions = new LRUCache<string, { session: TradingSession | null }>({
    max: REMEMBERED_SESSIONS,
  });

  constructor(private readonly file: CalendarFile) {
    super();
    this.markets = Object.entries(file).flatMap(([exchange, { withDerivatives }]) => [
      { exchange, hasDerivatives: false },
      ...(withDerivatives ? [{ exchange, hasDerivatives: true }] : []),
    ]);
  }

  validUntil(exchange: string): string | null {
    const hours = this.file[exchange];
    return hours ? lastDay(hours) : null;
  }

  stateAt(market: Market, instant: Date): MarketState {
    const hours = this.file[market.exchange];
    if (!hours) return { state: 'unknown' };
    const day = dayIn(hours.timeZone)(instant);
    if (!isValid(hours, day)) return { state: 'unknown' };
    const session = this.sessionOn(market, day);
    const phase = session?.phases.find(
      ({ beganAt, endsAt }) => beganAt <= instant && instant < endsAt,
    );
    return phase ? { state: 'open', phase } : { state: 'closed' };
  }

  sessionOf(market: Market, instant: Date): TradingSession | null {
    return this.find(market, instant, 1, ({ closesAt }) => closesAt > instant);
  }

  closedBy(market: Market, instant: Date): TradingSession | null {
    return this.find(market, instant, -1, ({ closesAt }) => closesAt <= instant);
  }

  private find(
    market: Market,
    instant: Date,
    direction: 1 | -1,
    isMeant: (session: TradingSession) => boolean,
  ): TradingSession | null {
    const hours = this.file[market.exchange];
    if (!hours) return null;
    const today = Date.parse(dayIn(hours.timeZone)(instant));
    for (let step = 0; step <= LONGEST_PAUSE_DAYS; step += 1) {
      const day = new Date(today + step * direction * DAY_MS).toISOString().slice(0, 10);
      // After its last day the calendar has no holidays: an answer would be a guess.
      if (!isValid(hours, day)) return null;
      const session = this.sessionOn(market, day);
      if (session && isMeant(session)) return session;
    }
    return null;
  }

  private sessionOn(market: Market, day: string): TradingSession | null {
    const { exchange, hasDerivatives } = market;
    const key = `${exchange} ${hasDerivatives} ${day}`;
    let known = this.sessions.get(key);
    if (!known) {
      known = { session: sessionOn(this.file[exchange], market, day) };
      this.sessions.set(key, known);
    }
    return known.session;
  }
}

/** A list of holidays is valid for its year, unless the file says otherwise. */
function lastDay({ validUntil, holidays, special = {} }: ExchangeHours): string | null {
  if (validUntil !== undefined) return validUntil;
  const named = [...holidays, ...Object.keys(special)].sort().at(-1);
  return named ? `${named.slice(0, 4)}-12-31` : null;
}

function isValid(hours: ExchangeHours, day: string): boolean {
  const until = lastDay(hours);
  return (hours.validFrom ?? '') <= day && (until === null || day <= until);
}

function sessionOn(hours: ExchangeHours, market: Market, day: string): TradingSession | null {
  const stretches = stretchesOn(hours, market, day);
  if (stretches.length === 0) return null;
  const at = (time: string) => instantIn(hours.timeZone, day, time);
  const phases = stretches.map(({ phase, from, to, mayEndFrom }) => ({
    phase,
    beganAt: at(from),
    endsAt: at(to),
    until: to,
    mayEndFrom: mayEndFrom === undefined ? null : at(mayEndFrom),
  }));
  const session = phases.filter(({ phase }) => isInSession(phase));
  const entry = session.filter(({ phase }) => PHASE_RULES[phase].entry !== 'none');
  return {
    day,
    phases,
    opensAt: session[0].beganAt,
    entryEndsAt: endOf(entry),
    closesAt: endOf(session),
  };
}

const endOf = (phases: readonly PhaseHours[]): Date => phases[phases.length - 1].endsAt;

/** None on a day without a session. */
function stretchesOn(hours: ExchangeHours, market: Market, day: string): readonly Stretch[] {
  const usual = usualStretches(hours, market, day);
  const special = hours.special?.[day];
  if (special) {
    const session = usual.filter(({ phase }) => isInSession(phase));
    const { open = session[0]?.from, close = session.at(-1)?.to } = special;
    return open && close ? [{ phase: TradingPhase.Continuous, from: open, to: close }] : [];
  }
  const weekday = new Date(day).getUTCDay() || 7;
  return hours.weekdays.includes(weekday) && !hours.holidays.includes(day) ? usual : [];
}

function usualStretches(hours: ExchangeHours, market: Market, day: string): readonly Stretch[] {
  const { open, close, timetables, withDerivatives } = hours;
  if (!timetables) return [{ phase: TradingPhase.Continuous, from: open!, to: close! }];
  const all = (market.hasDerivatives && withDerivatives) || timetables;
  const applying = all.filter(
    ({ since, whileSummerIn }) =>
      (since === undefined || since <= day) &&
      (whileSummerIn === undefined || isSummerIn(whileSummerIn, day)),
  );
  return applying.at(-1)?.phases ?? [];
}
