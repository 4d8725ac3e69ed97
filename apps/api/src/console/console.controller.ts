import { Controller, Get, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { OPEN } from '../auth/callers';
import { Public } from '../auth/declared-routes';
import { IdentityProvider } from '../people/identity-provider';

export const MARKET_TIME_ZONE = Symbol('marketTimeZone');

export interface ConsoleSettings {
  /** The time zone of displayed times, such as `Asia/Kolkata`. */
  marketTimeZone: string;
  /** Whether nobody has to sign in. */
  open: boolean;
  /** Whether people sign in at an identity provider. */
  oidc: boolean;
}

/** Configuration that the console needs before anybody has signed in. */
@ApiTags('console')
@Controller('console/settings')
@Public()
export class ConsoleController {
  constructor(
    @Inject(MARKET_TIME_ZONE) private readonly marketTimeZone: string,
    @Inject(OPEN) private readonly open: boolean,
    private readonly provider: IdentityProvider,
  ) {}

  @Get()
  settings(): ConsoleSettings {
    const { marketTimeZone, open, provider } = this;
    return { marketTimeZone, open, oidc: provider.isConfigured };
  }
}
