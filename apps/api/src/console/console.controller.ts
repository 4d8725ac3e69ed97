import { Controller, Get, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { OPEN } from '../auth/api-key.guard';
import { Public } from '../auth/declared-routes';

export const MARKET_TIME_ZONE = Symbol('marketTimeZone');

export interface ConsoleSettings {
  /** Times are shown in this zone, such as `Asia/Kolkata`. */
  marketTimeZone: string;
  /** Whether no key is needed. */
  open: boolean;
}

/** What a page has to know before anybody has shown a key. */
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
