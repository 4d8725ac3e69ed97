import { All, Body, Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { breezeMaster } from '@ome/listings';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { strToU8, zipSync } from 'fflate';
import { sendAnswer } from '../answer';
import { Sessions } from '../brokers/sessions';
import { tradingDate } from '../brokers/indian-time';
import { Clock } from '../clock';
import { SimulatedUsers } from '../brokers/simulated-users';
import { BreezeApi } from './breeze-api';

@Controller('breeze')
export class BreezeController {
  constructor(
    private readonly api: BreezeApi,
    private readonly sessions: Sessions,
    private readonly users: SimulatedUsers,
    private readonly clock: Clock,
  ) {}

  /** The login page, with a user who consents at once. */
  @Get('apiuser/login')
  logIn(@Query('api_key') apiKey: string, @Res() reply: FastifyReply): void {
    const account = this.sessions.byApiKey('breeze', apiKey);
    if (account) reply.redirect(this.users.redirect(account).href, 302);
    else sendAnswer(reply, { status: 400, body: '<html><body>Invalid API key</body></html>' });
  }

  @All('breezeapi/api/v1/:call')
  call(
    @Param('call') call: string,
    @Body() body: Buffer | undefined,
    @Req() { method, headers }: FastifyRequest,
    @Res() reply: FastifyReply,
  ): void {
    sendAnswer(reply, this.api.call(method, call, headers, body ?? Buffer.alloc(0)));
  }

  @Get('api/v2/historicalcharts')
  history(
    @Query() query: Record<string, string>,
    @Req() { headers }: FastifyRequest,
    @Res() reply: FastifyReply,
  ): void {
    sendAnswer(reply, this.api.historyV2(query, headers));
  }

  /** The instruments, from where ICICI publishes them. */
  @Get('MotherAppMaster/SecurityMaster.zip')
  securityMaster(@Res() reply: FastifyReply): void {
    const files = breezeMaster(tradingDate(this.clock.now()));
    const packed = zipSync(
      Object.fromEntries(files.map(({ name, text }) => [name, strToU8(text)])),
    );
    reply.type('application/zip').send(Buffer.from(packed));
  }

  @All(['', '*'])
  other(@Res() reply: FastifyReply): void {
    sendAnswer(reply, this.api.notServed());
  }
}
