import { Controller, Get, NotFoundException, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { HoldingsView, InspectionView } from '@ome/contracts';
import { Clock } from '@ome/engine';
import { StoreInspection } from '@ome/persistence';
import { Scope } from '@ome/platform';
import { BoundBy, Needs } from '../auth/declared-routes';
import { ApiQueryOf } from '../docs/api-schema.decorators';
import { LimitQuery, pageLimit } from '../http/page.query';
import { LinkQueues } from '../queues/link-queues';

@ApiTags('ops')
@Controller('inspection')
@Needs(Scope.Ops)
@BoundBy('engine')
export class InspectionController {
  constructor(
    private readonly store: StoreInspection,
    private readonly queues: LinkQueues,
    private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({ summary: 'What each collection and queue holds, who follows, who leads' })
  async inspect(): Promise<InspectionView> {
    const now = this.clock.now();
    const [collections, queues, followers, leases] = await Promise.all([
      this.store.collections(),
      this.queues.inspect(),
      this.store.feedConsumers(now),
      this.store.leases(now),
    ]);
    return { at: now.toISOString(), collections, queues, followers, leases };
  }

  @Get(':name')
  @Needs(Scope.Admin)
  @ApiOperation({ summary: 'The newest documents of a collection, or the jobs of a queue' })
  @ApiQueryOf(LimitQuery)
  async holdings(@Param('name') name: string, @Query() query: LimitQuery): Promise<HoldingsView> {
    const limit = pageLimit(query);
    const items = (await this.store.newest(name, limit)) ?? (await this.queues.jobs(name, limit));
    if (!items) throw new NotFoundException(`There is no ${name}; GET /inspection lists what is`);
    return { name, items };
  }
}
