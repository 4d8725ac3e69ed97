import { Controller, Get, HttpException, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Clock } from '@ome/engine';
import { AuditStore, type StoredUser } from '@ome/persistence';
import { createSecret } from '@ome/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AUDIT_ACTIONS } from '../audit/audit-actions';
import { Public } from '../auth/declared-routes';
import { UserSessions } from '../auth/user-sessions';
import { Takes } from '../http/takes.decorator';
import { problemOf } from '../problems/problem.filter';
import { IdentityProvider, type Vouched } from './identity-provider';
import { tryCookie, trySecretIn } from './try-cookie';
import { VouchedPeople } from './vouched-people';

const CONSOLE = '/console';
const DAY_MS = 24 * 60 * 60 * 1_000;
const KEPT_MS = AUDIT_ACTIONS['session.open'].keptDays * DAY_MS;

/** Signing in at the identity provider. */
@ApiTags('people')
@Controller('session/oidc')
@Public()
export class OidcController {
  constructor(
    private readonly provider: IdentityProvider,
    private readonly vouched: VouchedPeople,
    private readonly sessions: UserSessions,
    private readonly audit: AuditStore,
    private readonly clock: Clock,
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

  /**
   * The provider sends the browser here; the console says why, if it does not work. The audit says who
   * it was, which the request does not.
   */
  @Get('callback')
  @Takes({ foreignPages: true })
  @ApiOperation({ summary: 'Where the identity provider sends the browser back to' })
  async end(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const isSecure = request.protocol === 'https';
    const forget = tryCookie('', isSecure);
    try {
      const { person, vouched } = await this.vouchedFor(request);
      const entry = await this.note(request, person.login);
      const cookie = await this.sessions.open(person, isSecure, vouched);
      await this.audit.settle(entry, 'done', null);
      void reply.header('set-cookie', [forget, cookie]).redirect(CONSOLE, 302);
    } catch (error) {
      if (!(error instanceof HttpException)) throw error;
      const { detail } = problemOf(error);
      await this.audit.settle(await this.note(request, null), 'refused', detail);
      const why = new URLSearchParams({ refused: detail });
      void reply.header('set-cookie', forget).redirect(`${CONSOLE}/?${why.toString()}`, 302);
    }
  }

  private async vouchedFor(
    request: FastifyRequest,
  ): Promise<{ person: StoredUser; vouched: Vouched }> {
    const secret = trySecretIn(request.headers.cookie);
    const { search } = new URL(request.url, 'http://here');
    const vouched = await this.provider.vouched(secret, request, search);
    return { person: await this.vouched.person(vouched), vouched };
  }

  private note({ id: requestId }: FastifyRequest, subject: string | null): Promise<string> {
    const at = this.clock.now();
    const expiresAt = new Date(at.getTime() + KEPT_MS);
    const what = { action: 'session.open', subject, summary: 'at the identity provider' };
    return this.audit.begin({ ...what, at, by: null, requestId, expiresAt });
  }
}
