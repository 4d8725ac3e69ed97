import { Controller, Get, HttpException, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { createSecret } from '@ome/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../auth/declared-routes';
import { Takes } from '../http/takes.decorator';
import { problemOf } from '../problems/problem.filter';
import { IdentityProvider, type Vouched } from './identity-provider';
import { tryCookie, trySecretIn } from './try-cookie';
import { VouchedSessions } from './vouched-sessions';

const CONSOLE = '/console';

/** Signing in at the identity provider. */
@ApiTags('people')
@Controller('session/oidc')
@Public()
export class OidcController {
  constructor(
    private readonly provider: IdentityProvider,
    private readonly sessions: VouchedSessions,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Sends the browser to the identity provider' })
  async begin(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { secret } = createSecret();
    const url = await this.provider.authorizationUrl(secret, request);
    void reply
      .header('set-cookie', tryCookie(secret, request.protocol === 'https'))
      .redirect(url.href, 302);
  }

  /** The provider sends the browser here; the console says why, if it does not work. */
  @Get('callback')
  @Takes({ foreignPages: true })
  @ApiOperation({ summary: 'Where the identity provider sends the browser back to' })
  async end(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const forget = tryCookie('', request.protocol === 'https');
    try {
      const cookie = await this.sessions.open(request, () => this.vouchedFor(request));
      void reply.header('set-cookie', [forget, cookie!]).redirect(CONSOLE, 302);
    } catch (error) {
      if (!(error instanceof HttpException)) throw error;
      const why = new URLSearchParams({ refused: problemOf(error).detail });
      void reply.header('set-cookie', forget).redirect(`${CONSOLE}/?${why.toString()}`, 302);
    }
  }

  private async vouchedFor(request: FastifyRequest): Promise<Vouched> {
    const secret = trySecretIn(request.headers.cookie);
    const { search } = new URL(request.url, 'http://here');
    return this.provider.vouched(secret, request, search);
  }
}
