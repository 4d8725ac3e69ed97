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

  /** One file of them, with the name of the exchange in the column where ICICI has it. */
  @Get('Content/File/txtFile/ScripFile/:file')
  scripMaster(@Param('file') file: string, @Res() reply: FastifyReply): void {
    const found = breezeMaster(tradingDate(this.clock.now())).find(({ name }) => name === file);
    if (found) reply.type('text/plain').send(widened(found.text));
    else this.other(reply);
  }

  @All(['', '*'])
  other(@Res() reply: FastifyReply): void {
    sendAnswer(reply, this.api.notServed());
  }
}

/** How many columns ICICI's files of shares have; here are those that are read, and blank ones. */
const COLUMNS = 61;

const widened = (text: string): string =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const cells = line.split(',');
      const blanks = Array.from({ length: COLUMNS - cells.length }, () => '""');
      return [...cells.slice(0, -1), ...blanks, ...cells.slice(-1)].join();
    })
    .join('\n');
