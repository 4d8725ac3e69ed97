import { isInSession, type Order, PHASE_RULES, TimeInForce } from '@ome/domain';
import type { Instruments } from '../instruments';
import type { ExchangeCalendar, Market, MarketState, TradingSession } from './exchange-calendar';

type Traded = Pick<Order, 'exchange' | 'symbol'>;

const MINUTE_MS = 60_000;

/** The trading hours that apply to an order, by its exchange and instrument. */
export class MarketHours {
  /** By exchange, for the minute asked for last: phases begin and end with a minute. */
  private readonly restricts = new Map<string, { minute: number; restricts: boolean }>();

  constructor(
    private readonly calendar: ExchangeCalendar,
    private readonly instruments: Instruments,
  ) {}

  async stateAt(order: Traded, instant: Date): Promise<MarketState> {
    return this.calendar.stateAt(await this.marketOf(order), instant);
  }

  /** Whether the exchange is in a phase of its session that does not take everything. */
  mayRestrict(exchange: string, instant: Date): boolean {
    const minute = Math.floor(instant.getTime() / MINUTE_MS);
    const known = this.restricts.get(exchange);
    if (known?.minute === minute) return known.restricts;
    const restricts = this.calendar.markets
      .filter((market) => market.exchange === exchange)
      .some((market) => restrictsNow(this.calendar.stateAt(market, instant)));
    this.restricts.set(exchange, { minute, restricts });
    return restricts;
  }

  /** Changes when a phase or a session of any market begins or ends. */
  phasesAt(instant: Date): string {
    const ends = this.calendar.markets.map((market) => {
      const state = this.calendar.stateAt(market, instant);
      const session = this.calendar.sessionOf(market, instant)?.closesAt.getTime();
      return `${state.state === 'open' ? state.phase.endsAt.getTime() : state.state} ${session}`;
    });
    return ends.join();
  }

  /** The session that an order belongs to: the one at entry, or else the next one. */
  async sessionOf(order: Traded & Pick<Order, 'createdAt'>): Promise<TradingSession | null> {
    const market = await this.marketOf(order);
    const session = this.calendar.sessionOf(market, order.createdAt);
    // While the closing auction is matched the session is not over, and takes no orders any more.
    return session && session.entryEndsAt <= order.createdAt
      ? this.calendar.sessionOf(market, session.closesAt)
      : session;
  }

  /** The session that opened last. */
  async lastOpened(order: Traded, instant: Date): Promise<TradingSession | null> {
    const market = await this.marketOf(order);
    const session = this.calendar.sessionOf(market, instant);
    return session && session.opensAt <= instant
      ? session
      : this.calendar.closedBy(market, instant);
  }

  /**
   * The instant after which nothing of the order may be sent; null if it has no end or none is
   * known.
   */
  async endOf(order: Pick<Order, keyof Traded | 'createdAt' | 'timeInForce' | 'expireAt'>) {
    if (order.timeInForce === TimeInForce.GoodTillCancel) return null;
    if (order.timeInForce === TimeInForce.GoodTillDate) return order.expireAt;
    return (await this.sessionOf(order))?.closesAt ?? null;
  }

  /** A share that no contract file lists counts as one without derivatives. */
  private async marketOf({ exchange, symbol }: Traded): Promise<Market> {
    const isDivided = this.calendar.markets.some(
      (market) => market.exchange === exchange && market.hasDerivatives,
    );
    const hasDerivatives = isDivided && (await this.instruments.hasDerivatives(exchange, symbol));
    return { exchange, hasDerivatives };
  }
}

function restrictsNow(state: MarketState): boolean {
  if (state.state !== 'open') return false;
  const { phase } = state.phase;
  const { entry, marketOrdersChange } = PHASE_RULES[phase];
  return isInSession(phase) && (entry !== 'all' || !marketOrdersChange);
}
