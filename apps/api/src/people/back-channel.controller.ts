import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { UserStore } from '@ome/persistence';
import { Audited } from '../audit/audit-actions';
import { Public } from '../auth/declared-routes';
import { UserSessions } from '../auth/user-sessions';
import { ApiBodyOf } from '../docs/api-schema.decorators';
import { Takes } from '../http/takes.decorator';
import { LogoutTokens, type SignedOut } from './logout-tokens';
import { LogoutDto } from './people.dto';

/** Signing out at the identity provider, which tells of it without a browser. */
@ApiTags('people')
@Controller('session/oidc')
@Public()
export class BackChannelController {
  constructor(
    private readonly tokens: LogoutTokens,
    private readonly people: UserStore,
    private readonly sessions: UserSessions,
  ) {}

  @Post('logout')
  @Audited('session.endedAtProvider')
  @Takes({ forms: true, strangers: true })
  @HttpCode(200)
  @ApiOperation({
    summary: 'Ends the sessions of somebody who signed out at the identity provider',
  })
  @ApiBodyOf(LogoutDto, { logout_token: 'eyJ0eXAi.eyJpc3Mi.c2lnbmVk' })
  async logout(@Body() { logout_token: token }: LogoutDto): Promise<void> {
    await this.tokens.use(token, (signedOut) => this.end(signedOut));
  }

  private async end({ issuer, subject, session }: SignedOut): Promise<void> {
    if (session !== null) return this.sessions.endOfProvider(session);
    const person = await this.people.findByOidc(issuer, subject!);
    if (person) await this.sessions.endAll(person.login);
  }
}
