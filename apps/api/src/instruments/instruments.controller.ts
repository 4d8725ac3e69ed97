import { Controller, Get, NotFoundException, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { InstrumentView, Page } from '@ome/contracts';
import { canonicalExchange } from '@ome/domain';
import { Instruments } from '@ome/engine';
import { InstrumentQueries } from '@ome/persistence';
import { Scope } from '@ome/platform';
import { BoundBy, Needs } from '../auth/declared-routes';
import { ApiQueryOf } from '../docs/api-schema.decorators';
import { pageLimit } from '../http/page.query';
import { InstrumentsQuery } from './instruments.query';

/** The instrument master, from the brokers' contract files. */
@ApiTags('instruments')
@Controller('instruments')
@Needs(Scope.View)
@BoundBy('nothing')
export class InstrumentsController {
  constructor(
    private readonly queries: InstrumentQueries,
    private readonly instruments: Instruments,
  ) {}

  @Get()
  @ApiQueryOf(InstrumentsQuery)
  list(@Query() query: InstrumentsQuery): Promise<Page<InstrumentView>> {
    const { limit: _, cursor = null, ...filter } = query;
    return this.queries.page(filter, cursor, pageLimit(query));
  }

  /** Found by any form of its symbol: one item per broker that lists it. */
  @Get(':exchange/:symbol')
  async show(
    @Param('exchange') given: string,
    @Param('symbol') symbol: string,
  ): Promise<Page<InstrumentView>> {
    const exchange = canonicalExchange(given);
    const known = await this.instruments.find(exchange, symbol);
    if (!known) throw new NotFoundException(`No contract file lists ${symbol} on ${exchange}`);
    return { items: await this.queries.bySymbol(exchange, known.symbol), nextCursor: null };
  }
}
