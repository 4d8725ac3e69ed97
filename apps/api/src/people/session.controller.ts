import { Controller, Delete, Get, HttpCode, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { RoleName, SessionView, SignedOutView } from '@ome/contracts';
import { UserStore } from '@ome/persistence';
import { Scope } from '@ome/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Audited } from '../audit/audit-actions';
import { BoundBy, Needs } from '../auth/declared-routes';
import { endedCookie, sessionTokenIn } from '../auth/session-cookie';
import { UserSessions } from '../auth/user-sessions';
import { Person, type PersonCaller } from './person.decorator';
import { IdentityProvider } from './identity-provider';

/** People who are signed in: by a cookie that no script reads. */
@ApiTags('people')
@Controller('session')
@Needs(Scope.View)
@BoundBy('nothing')
export class SessionController {
  constructor(
    private readonly people: UserStore,
    private readonly sessions: UserSessions,
    private readonly provider: IdentityProvider,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Who is signed in, and how far they reach' })
  async show(@Person() { login, scopes, entitlement }: PersonCaller): Promise<SessionView> {
    const { name, roles } = (await this.people.find(login))!;
    return {
      login,
      name,
      roles: roles as RoleName[],
      scopes: scopes as Scope[],
      accounts: entitlement.accounts && [...entitlement.accounts],
      users: entitlement.users && [...entitlement.users],
    };
  }

  @Delete()
  @Audited('session.close')
  @HttpCode(200)
  @ApiOperation({ summary: 'Signs out in this browser' })
  async close(
    @Person() _person: PersonCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedOutView> {
    return this.signedOut(request, reply);
  }

  @Delete('all')
  @Audited('session.closeAll')
  @HttpCode(200)
  @ApiOperation({ summary: 'Signs out in every browser' })
  async closeAll(
    @Person() { login }: PersonCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedOutView> {
    const answer = await this.signedOut(request, reply);
    await this.sessions.endAll(login);
    return answer;
  }

  /** Ends the session of the request's cookie, if it has one: a key of one's own has none. */
  private async signedOut(request: FastifyRequest, reply: FastifyReply): Promise<SignedOutView> {
    const token = sessionTokenIn(request.headers.cookie);
    const idToken = token === null ? null : await this.sessions.end(token);
    void reply.header('set-cookie', endedCookie(request.protocol === 'https'));
    return {
      endSessionUrl: idToken
        ? await this.provider.endSessionUrl(idToken, request).catch(() => null)
        : null,
    };
  }
}
