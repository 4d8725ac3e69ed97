import { All, Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { flattradeMaster } from '@ome/listings';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendAnswer } from '../answer';
import { tradingDate } from '../brokers/indian-time';
import { Clock } from '../clock';
import { SimulatedUsers } from '../brokers/simulated-users';
import { Sessions } from '../brokers/sessions';
import { FlattradeApi } from './flattrade-api';
import { FlattradeLogin } from './flattrade-login';

@Controller('flattrade')
export class FlattradeController {
  constructor(
    private readonly api: FlattradeApi,
    private readonly login: FlattradeLogin,
    private readonly sessions: Sessions,
    private readonly users: SimulatedUsers,
    private readonly clock: Clock,
  ) {}

  /** The login page, with a user who consents at once. */
  @Get('auth')
  logIn(@Query('app_key') appKey: string, @Res() reply: FastifyReply): void {
    const account = this.sessions.byApiKey('flattrade', appKey);
    if (account) reply.redirect(this.users.redirect(account).href, 302);
    else sendAnswer(reply, { status: 400, body: '<html><body>Invalid App Key</body></html>' });
  }

  @Post('trade/apitoken')
  @HttpCode(200)
  apiToken(@Body() body: Buffer | undefined, @Res() reply: FastifyReply): void {
    sendAnswer(reply, this.login.apiToken(jsonFields(body)));
  }

  @Post('PiConnectAPI/QuickAuth')
  quickAuth(@Body() body: Buffer | undefined, @Res() reply: FastifyReply): void {
    const form = new URLSearchParams(body?.toString());
    sendAnswer(reply, this.login.quickAuth(Object.fromEntries(form)));
  }

  @Post('PiConnectAPI/:call')
  call(
    @Param('call') call: string,
    @Body() body: Buffer | undefined,
    @Res() reply: FastifyReply,
  ): void {
    sendAnswer(reply, this.api.call(call, body ?? Buffer.alloc(0)));
  }

  /** The scrip master files, from where Flattrade publishes them. */
  @Get('scripmaster/:file')
  scripMaster(@Param('file') file: string, @Res() reply: FastifyReply): void {
    const found = flattradeMaster(tradingDate(this.clock.now())).find(({ name }) => name === file);
    if (found) reply.type('text/csv').send(found.text);
    else this.other({ url: file }, reply);
  }

  /** Whatever is not served is answered as a call that Noren does not know. */
  @All(['', '*'])
  other(@Req() { url }: Pick<FastifyRequest, 'url'>, @Res() reply: FastifyReply): void {
    sendAnswer(reply, this.api.call(url, Buffer.alloc(0)));
  }
}

function jsonFields(body: Buffer | undefined): Record<string, unknown> {
  try {
    return { ...(JSON.parse(body?.toString() ?? '') as object) };
  } catch {
    return {};
  }
}
