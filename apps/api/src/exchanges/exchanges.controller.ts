import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { ExchangeView, Page, TradingPhaseView, TradingSessionView } from '@ome/contracts';
import { PHASE_RULES } from '@ome/domain';
import {
  Clock,
  ExchangeCalendar,
  type Market,
  type PhaseHours,
  type TradingSession,
} from '@ome/engine';
import { Scope } from '@ome/platform';
import { BoundBy, Needs } from '../auth/declared-routes';

/** The trading hours of exchanges, which end day orders. */
@ApiTags('exchanges')
@Controller('exchanges')
@Needs(Scope.View)
@BoundBy('nothing')
export class ExchangesController {
  constructor(
    private readonly calendar: ExchangeCalendar,
    private readonly clock: Clock,
  ) {}

  @Get()
  list(): Page<ExchangeView> {
    const now = this.clock.now();
    const items = this.calendar.markets.map((market) => this.view(market, now));
    return { items, nextCursor: null };
  }

  private view(market: Market, now: Date): ExchangeView {
    const state = this.calendar.stateAt(market, now);
    const session = this.calendar.sessionOf(market, now);
    const lastSession = this.calendar.closedBy(market, now);
    return {
      ...market,
      state: state.state,
      isOpen: session !== null && session.opensAt <= now,
      phase: state.state === 'open' ? phaseView(state.phase) : null,
      session: session && sessionView(session),
      lastSession: lastSession && sessionView(lastSession),
      validUntil: this.calendar.validUntil(market.exchange),
    };
  }
}

const sessionView = ({ day, opensAt, closesAt, phases }: TradingSession): TradingSessionView => ({
  day,
  opensAt: opensAt.toISOString(),
  closesAt: closesAt.toISOString(),
  phases: phases.map(phaseView),
});

const phaseView = ({ phase, beganAt, endsAt, mayEndFrom }: PhaseHours): TradingPhaseView => ({
  phase,
  beganAt: beganAt.toISOString(),
  endsAt: endsAt.toISOString(),
  mayEndFrom: mayEndFrom?.toISOString() ?? null,
  ...PHASE_RULES[phase],
});
