import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { DeviceSignInView, DeviceStateView } from '@ome/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../auth/declared-routes';
import { ApiBodyOf } from '../docs/api-schema.decorators';
import { Takes } from '../http/takes.decorator';
import { DeviceSignIn } from './device-sign-in';
import { DeviceCodeDto } from './people.dto';
import { SignInTries } from './sign-in-tries';
import { VouchedSessions } from './vouched-sessions';

/** Signing in at the identity provider with a browser elsewhere, as the command line does. */
@ApiTags('people')
@Controller('session/oidc/device')
@Public()
export class DeviceSignInController {
  constructor(
    private readonly device: DeviceSignIn,
    private readonly sessions: VouchedSessions,
    private readonly tries: SignInTries,
  ) {}

  @Post()
  @Takes({ strangers: true })
  @ApiOperation({ summary: 'Begins a sign-in that a browser on any machine completes' })
  async begin(@Req() { ip }: FastifyRequest): Promise<DeviceSignInView> {
    await this.tries.take(null, ip);
    return this.device.begin();
  }

  @Post('session')
  @Takes({ strangers: true })
  @HttpCode(200)
  @ApiOperation({ summary: 'Whether it is complete; answers with a cookie, then' })
  @ApiBodyOf(DeviceCodeDto, { deviceCode: 'bm9uY2UgYW5kIHNlYWxlZCBjb2Rl' })
  async session(
    @Body() { deviceCode }: DeviceCodeDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DeviceStateView> {
    const cookie = await this.sessions.open(request, () => this.device.vouched(deviceCode));
    if (cookie === null) return { state: 'waits' };
    void reply.header('set-cookie', cookie);
    return { state: 'signedIn' };
  }
}
