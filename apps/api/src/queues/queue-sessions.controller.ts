import { Controller, Delete, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Scope } from '@ome/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Audited } from '../audit/audit-actions';
import { credentialOf } from '../auth/callers';
import { BoundBy, Needs } from '../auth/declared-routes';
import { QueueSessions } from './queue-sessions';

@ApiTags('ops')
@Controller('queues/session')
@Needs(Scope.Admin)
@BoundBy('engine')
export class QueueSessionsController {
  constructor(private readonly sessions: QueueSessions) {}

  @Post()
  @Audited('queues.open')
  @HttpCode(204)
  @ApiOperation({ summary: 'Sets a cookie that lets a browser open /queues for an hour' })
  async open(
    @Req() { headers, protocol }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const credential = credentialOf(headers);
    // An open engine needs no session, and who is signed in has one.
    if (credential?.kind !== 'key') return;
    const cookie = await this.sessions.open(credential.id, protocol === 'https');
    void reply.header('set-cookie', cookie);
  }

  @Delete()
  @Audited('queues.close')
  @HttpCode(204)
  @ApiOperation({ summary: 'Ends the session of the cookie, before its hour is over' })
  async close(
    @Req() { headers, protocol }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const cookie = await this.sessions.close(headers.cookie, protocol === 'https');
    void reply.header('set-cookie', cookie);
  }
}
