import { Controller, Get, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { OPEN } from '../auth/callers';
import { Public } from '../auth/declared-routes';

export const MARKET_TIME_ZONE = Symbol('marketTimeZone');

export interface ConsoleSettings {
  /** The time zone of displayed times, such as `Asia/Kolkata`. */
  marketTimeZone: string;
  /** Whether no key is needed. */
  open: boolean;
}

/** Configuration that the console needs before a key is entered. */
@ApiTags('console')
@Controller('console/settings')
@Public()
export class ConsoleController {
  constructor(
    @Inject(MARKET_TIME_ZONE) private readonly marketTimeZone: string,
    @Inject(OPEN) private readonly open: boolean,
  ) {}

  @Get()
  settings(): ConsoleSettings {
    const { marketTimeZone, open } = this;
    return { marketTimeZone, open };
  }
}
