import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { fieldsOf, Malformed } from '../malformed';
import type { FixCounterparty } from './fix-counterparty';
import { FixVenue } from './fix-venue';

const MAX_COUNT = 10_000;

type Fault = (counterparty: FixCounterparty, count: number) => void | Promise<void>;

/** Faults of sessions, of every counterparty alike. */
const FAULTS: Readonly<Record<string, Fault>> = {
  cut: (counterparty) => counterparty.cut(),
  logout: (counterparty) => counterparty.logout('The venue ends the session'),
  silence: (counterparty) => counterparty.beDeaf(),
  'refuse-status': (counterparty) => counterparty.refuseStatus(),
  'resend-storm': (counterparty, count) => counterparty.askForEverything(count),
  'skip-numbers': (counterparty, count) => counterparty.skipNumbers(count),
  'forget-numbers': (counterparty) => counterparty.forgetNumbers(),
};

@Controller('control/fix')
export class FixController {
  constructor(private readonly venue: FixVenue) {}

  @Post(':fault')
  @HttpCode(200)
  async cause(@Param('fault') name: string, @Body() body: unknown): Promise<{ success: true }> {
    const fault = Object.hasOwn(FAULTS, name) ? FAULTS[name] : undefined;
    if (!fault) throw new Malformed(`The fault must be one of ${Object.keys(FAULTS).join(', ')}`);
    const { count = 1 } = body === undefined ? {} : fieldsOf(body);
    if (!Number.isInteger(count) || Number(count) < 1 || Number(count) > MAX_COUNT) {
      throw new Malformed(`count must be a whole number from 1 to ${MAX_COUNT}`);
    }
    for (const each of this.venue.all) await fault(each, Number(count));
    return { success: true };
  }
}
