import { ConflictException, Controller, Get, HttpCode, Logger, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { RebuildView } from '@ome/contracts';
import type { Origin } from '@ome/engine';
import { RebuildRun } from '@ome/persistence';
import { Scope } from '@ome/platform';
import { Audited } from '../audit/audit-actions';
import { BoundBy, Needs } from '../auth/declared-routes';
import { FromCaller } from '../auth/origin.decorator';

/** Rebuilds the read models from the journal, and reports differences. */
@ApiTags('ops')
@Controller('rebuild')
@Needs(Scope.Admin)
@BoundBy('engine')
export class RebuildController {
  private readonly logger = new Logger('Rebuild');

  constructor(private readonly rebuild: RebuildRun) {}

  @Get()
  @ApiOperation({ summary: 'The progress of the rebuild, or the result of the last one' })
  show(): Promise<RebuildView> {
    return this.rebuild.show();
  }

  @Post()
  @Audited('rebuild.start')
  @HttpCode(202)
  @ApiOperation({ summary: 'Starts a rebuild; 409 while one is running' })
  async start(@FromCaller() { by }: Origin): Promise<RebuildView> {
    const begun = await this.rebuild.start(by, (err) => {
      if (err) this.logger.error({ err }, 'The rebuild failed');
    });
    if (!begun) throw new ConflictException('A rebuild is running');
    return begun;
  }
}
