import { Injectable } from '@nestjs/common';
import type { ReadinessChecks } from '@ome/contracts';
import { Clock, ExchangeCalendar } from '@ome/engine';

/** Checks that the calendar covers today. */
@Injectable()
export class CalendarCheck {
  constructor(
    private readonly calendar: ExchangeCalendar,
    private readonly clock: Clock,
  ) {}

  /** Orders are accepted without a calendar, but day orders are not ended at an unknown close. */
  run(): ReadinessChecks['calendar'] {
    const now = this.clock.now();
    const unknown = this.calendar.markets.filter(
      (market) => this.calendar.stateAt(market, now).state === 'unknown',
    );
    if (unknown.length === 0) return { state: 'valid' };
    const exchanges = [...new Set(unknown.map(({ exchange }) => exchange))].join(', ');
    const text =
      `The calendar does not know today's hours of ${exchanges}: day orders are not ended at the ` +
      'close. Give one that does as EXCHANGE_CALENDAR_FILE and restart.';
    return { state: 'invalid', text };
  }
}
