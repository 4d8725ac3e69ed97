import { Body, Controller, Delete, Get, Put } from '@nestjs/common';
import { checkFields, oneOf, type Check } from '../control/checks';
import { fieldsOf } from '../malformed';
import { Instruments } from './instruments';
import { Market, type MarketSettings } from './market';
import { parseTape } from './tape';

const isNumber =
  (min: number, max: number): Check =>
  (value) =>
    typeof value === 'number' && value >= min && value <= max;

const CHECKS = {
  volatility: isNumber(0, 10),
  drift: isNumber(-100, 100),
  gapsPerDay: isNumber(0, 10_000),
  speed: isNumber(0.1, 1_000),
  hours: oneOf('always', 'exchange'),
  halted: (value: unknown) =>
    Array.isArray(value) && value.every((name) => typeof name === 'string'),
};

/** How the simulated market behaves. */
@Controller('control/market')
export class MarketController {
  constructor(
    private readonly market: Market,
    private readonly instruments: Instruments,
  ) {}

  @Get()
  view(): MarketSettings {
    return this.market.view();
  }

  @Put()
  set(@Body() body: unknown): MarketSettings {
    const fields = fieldsOf(body);
    checkFields(fields, CHECKS, 'the market');
    this.market.set(fields);
    return this.market.view();
  }

  /** Prices by the second, which the market plays from now on. */
  @Put('tape')
  replay(@Body() body: unknown): MarketSettings {
    const fields = fieldsOf(body);
    checkFields(fields, { csv: () => true }, 'a tape');
    const tape = parseTape(fields.csv, (symbol) => {
      const listing = this.instruments.named(symbol);
      return listing?.expiry === null ? listing.name : undefined;
    });
    this.market.replay(tape);
    return this.market.view();
  }

  @Delete()
  reset(): MarketSettings {
    this.market.reset();
    return this.market.view();
  }
}
