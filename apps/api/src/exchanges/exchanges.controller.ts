import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { ExchangeView, Page, TradingSessionView } from '@ome/contracts';
import { Clock, ExchangeCalendar, type TradingSession } from '@ome/engine';
import { Scope } from '@ome/platform';
import { Needs } from '../auth/api-key.guard';

/** The exchanges' hours, by which day orders can be made to end. */
@ApiTags('exchanges')
@Controller('exchanges')
@Needs(Scope.Orders)
export class ExchangesController {
  constructor(
    private readonly calendar: ExchangeCalendar,
    private readonly clock: Clock,
  ) {}

  @Get()
  list(): Page<ExchangeView> {
    const now = this.clock.now();
    const items = this.calendar.exchanges.map((exchange) => {
      const session = this.calendar.openAfter(exchange, now);
      return {
        exchange,
        isOpen: session.opensAt <= now,
        session: sessionView(session),
        lastSession: sessionView(this.calendar.closedBy(exchange, now)),
      };
    });
    return { items, nextCursor: null };
  }
}

const sessionView = ({ day, opensAt, closesAt }: TradingSession): TradingSessionView => ({
  day,
  opensAt: opensAt.toISOString(),
  closesAt: closesAt.toISOString(),
});
