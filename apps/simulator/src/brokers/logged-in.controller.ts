import { Controller, Get, Query } from '@nestjs/common';

/** Where a login page sends a browser whose program has no address of its own. */
@Controller('logged-in')
export class LoggedInController {
  /** What the broker adds to the redirect URL, to be copied into the program. */
  @Get()
  show(@Query() query: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    return query;
  }
}
