import { Body, Controller, HttpCode, Post, Put, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { AuthenticatorView, RecoveryCodesView } from '@ome/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Audited } from '../audit/audit-actions';
import { Public } from '../auth/declared-routes';
import { UserSessions } from '../auth/user-sessions';
import { ApiBodyOf } from '../docs/api-schema.decorators';
import { Takes } from '../http/takes.decorator';
import { ShownOnce } from '../idempotency/shown-once.decorator';
import { ChoosePasswordDto, SetupDto, SignInDto } from './people.dto';
import { Setups } from './setups';
import { SignIn } from './sign-in';
import { SignInTries } from './sign-in-tries';

const SIGN_IN_EXAMPLE = { login: 'anna', password: 'a sentence nobody guesses', code: '123456' };
const SETUP_EXAMPLE = { login: 'anna', setupCode: 'q0eX1w2N9mBvT5yUr8iKpLzAs3dFgHjQcVbW7nRt4Ek' };

/** Signing in by password, and choosing one: nobody is known before. */
@ApiTags('people')
@Controller('session')
@Public()
export class SignInController {
  constructor(
    private readonly signIn: SignIn,
    private readonly setups: Setups,
    private readonly sessions: UserSessions,
    private readonly tries: SignInTries,
  ) {}

  @Post()
  @Takes({ strangers: true })
  @Audited('session.open')
  @HttpCode(204)
  @ApiOperation({ summary: 'Signs in by password and code; answers with a cookie' })
  @ApiBodyOf(SignInDto, SIGN_IN_EXAMPLE)
  async open(
    @Body() given: SignInDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const person = await this.signIn.check(given, request.ip);
    await this.begin(person, request, reply);
  }

  @Post('setup')
  @Takes({ strangers: true })
  @HttpCode(200)
  @ApiOperation({ summary: 'What an authenticator app has to know, for a setup code' })
  @ApiBodyOf(SetupDto, SETUP_EXAMPLE)
  async authenticator(
    @Body() given: SetupDto,
    @Req() { ip }: FastifyRequest,
  ): Promise<AuthenticatorView> {
    await this.tries.take(given.login, ip);
    return this.setups.show(given);
  }

  @Put('setup')
  @Takes({ strangers: true })
  @Audited('session.setUp')
  @ShownOnce('recoveryCodes')
  @ApiOperation({ summary: 'Chooses a password, with a setup code, and signs in' })
  @ApiBodyOf(ChoosePasswordDto, { ...SETUP_EXAMPLE, ...SIGN_IN_EXAMPLE })
  async setUp(
    @Body() given: ChoosePasswordDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecoveryCodesView> {
    await this.tries.take(given.login, request.ip);
    const codes = await this.setups.complete(given);
    await this.begin(given, request, reply);
    return codes;
  }

  private async begin(
    person: { login: string },
    { protocol }: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    void reply.header('set-cookie', await this.sessions.open(person, protocol === 'https'));
  }
}
