import { REDIS } from '@ome/messaging';
import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import { Metrics } from '@ome/platform';
import type { FastifyReply } from 'fastify';
import type { Redis } from 'ioredis';
import { type Connection, ConnectionStates } from 'mongoose';
import { Sweeper } from '../sweeper/sweeper';

/** Health and metrics of the worker, which serves no other requests. */
@Controller()
export class HealthController {
  constructor(
    @InjectConnection() private readonly mongo: Connection,
    @Inject(REDIS) private readonly redis: Redis,
    private readonly metrics: Metrics,
    private readonly sweeper: Sweeper,
  ) {}

  @Get('health/live')
  live() {
    return { status: 'ok' };
  }

  @Get('health/ready')
  ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const mongodb = this.mongo.readyState === ConnectionStates.connected;
    const redis = this.redis.status === 'ready';
    if (!mongodb) void reply.status(503);
    return {
      status: mongodb ? (redis ? 'ok' : 'degraded') : 'unavailable',
      checks: {
        mongodb: { state: mongodb ? 'up' : 'down' },
        redis: { state: redis ? 'up' : 'down' },
        sweeps: this.sweeper.statuses,
      },
    };
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  metricsText(): Promise<string> {
    return this.metrics.registry.metrics();
  }
}
