import { Controller, Get, Header, Inject, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { ReadinessView } from '@ome/contracts';
import { isEntitledToAll } from '@ome/domain';
import { Metrics } from '@ome/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../auth/declared-routes';
import { Callers, OPEN } from '../auth/callers';
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
    private readonly callers: Callers,
    @Inject(OPEN) private readonly open: boolean,
  ) {}

  @Get('health/live')
  live() {
    return { status: 'ok' };
  }

  /**
   * 503 without MongoDB. The engine is degraded, and still accepts orders, without Redis or a link,
   * with a broker session whose books cannot be compared, or with histories that cannot be read. Only
   * unbound callers see the checks, and everybody while the engine is open.
   */
  @Get('health/ready')
  async ready(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReadinessView> {
    const { status, checks } = await this.readiness.check();
    if (status === 'unavailable') void reply.status(503);
    return { status, open: this.open, ...((await this.isTold(request)) && { checks }) };
  }

  private async isTold(request: FastifyRequest): Promise<boolean> {
    if (this.open) return true;
    const caller = await this.callers.authenticate(request).catch(() => null);
    return caller !== null && isEntitledToAll(caller.entitlement);
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
