import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ConnectivityHistoryView, ConnectivityView } from '@ome/contracts';
import { Scope } from '@ome/platform';
import { BoundBy, Needs } from '../auth/declared-routes';
import { ApiQueryOf } from '../docs/api-schema.decorators';
import { Connectivity } from './connectivity';
import { ConnectivityHistory, ConnectivityHistoryQuery } from './connectivity-history';

@ApiTags('ops')
@Controller('connectivity')
@Needs(Scope.Ops)
@BoundBy('engine')
export class ConnectivityController {
  constructor(
    private readonly connectivity: Connectivity,
    private readonly past: ConnectivityHistory,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Links, broker sessions, workers, MongoDB and Redis, as they are now' })
  show(): Promise<ConnectivityView> {
    return this.connectivity.show();
  }

  @Get('history')
  @ApiOperation({ summary: 'The history of a link, mongodb or redis: up, latency, waiting orders' })
  @ApiQueryOf(ConnectivityHistoryQuery)
  history(@Query() query: ConnectivityHistoryQuery): Promise<ConnectivityHistoryView> {
    return this.past.historyOf(query);
  }
}
