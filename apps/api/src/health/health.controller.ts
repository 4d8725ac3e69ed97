import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { ReadinessView } from '@ome/contracts';
import { Metrics } from '@ome/platform';
import type { FastifyReply } from 'fastify';
import { Public } from '../auth/declared-routes';
import { OPEN } from '../auth/api-key.guard';
import { OutstandingCounts } from './outstanding-counts';
import { Readiness } from './readiness';

@ApiTags('health')
@Controller()
@Public()
export class HealthController {
  constructor(
    private readonly readiness: Readiness,
    private readonly work: OutstandingCounts,
    private readonly metrics: Metrics,
    @Inject(OPEN) private readonly open: boolean,
  ) {}

  @Get('health/live')
  live() {
    return { status: 'ok' };
  }

  /**
   * 503 without MongoDB. The engine is degraded, and still accepts orders, without Redis or a link,
   * with a broker session whose books cannot be compared, or with histories that cannot be read.
   */
  @Get('health/ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadinessView> {
    const readiness = await this.readiness.check();
    if (readiness.status === 'unavailable') void reply.status(503);
    return { ...readiness, open: this.open };
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  async metricsText(): Promise<string> {
    // Metrics matter most when the store is down: counts from the store are then left out.
    await this.countWork().catch(() => {
      this.metrics.work.reset();
      this.metrics.setAside.reset();
    });
    return this.metrics.registry.metrics();
  }

  private async countWork(): Promise<void> {
    const [counts, histories] = await Promise.all([this.work.queues(), this.work.histories()]);
    this.metrics.setAside.set('count' in histories ? histories.count : 0);
    for (const [state, count] of Object.entries(counts)) this.metrics.work.set({ state }, count);
  }
}
