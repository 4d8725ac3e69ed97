import { decideExpiry } from '@ome/domain';
import { unlessUnreadable } from '@ome/event-store';
import type { OrderWriter } from '../order-writer';
import type { Clock } from '../clock-and-ids';
import type { ExchangeCalendar, TradingSession } from './exchange-calendar';

/** After the close the link has this long to report the end of its orders. */
const GRACE_MS = 60_000;
const INTERVAL_MS = 10_000;
const LIMIT = 500;
const ENGINE = { by: 'end of day', requestId: null };

/**
 * Finds open orders whose session or good-till date has passed, oldest first, including skipped
 * ones.
 */
export abstract class OverdueOrders {
  /** Day orders of the exchange that were entered before that instant. */
  abstract ofDay(exchange: string, enteredBefore: Date, which: Overdue): Promise<string[]>;
  /** Orders whose good-till instant has passed. */
  abstract goodTill(instant: Date, which: Overdue): Promise<string[]>;
}

export interface Overdue {
  /** Links that report expiries themselves. */
  exceptLinks: readonly string[];
  limit: number;
}

/**
 * Expires orders of links that do not report expiries: day orders of a session that is over, and
 * orders whose good-till instant has passed. Orders entered after a close belong to the next
 * session. If the calendar knows no session, nothing is ended by guess.
 */
export class ExpireDayOrders {
  private nextRunAt = 0;
  private readonly which: Overdue;

  constructor(
    private readonly overdue: OverdueOrders,
    private readonly calendar: ExchangeCalendar,
    private readonly writer: OrderWriter,
    private readonly clock: Clock,
    exceptLinks: readonly string[],
  ) {
    this.which = { exceptLinks, limit: LIMIT };
  }

  /** May be called at any rate: it checks every ten seconds. */
  async run(): Promise<void> {
    const now = this.clock.now().getTime();
    if (now < this.nextRunAt) return;
    this.nextRunAt = now + INTERVAL_MS;
    const over = new Date(now - GRACE_MS);
    const exchanges = new Set(this.calendar.markets.map(({ exchange }) => exchange));
    for (const exchange of exchanges) {
      const session = this.closedBy(exchange, over);
      if (!session) continue;
      const orderIds = await this.overdue.ofDay(exchange, session.entryEndsAt, this.which);
      await this.expire(orderIds, `The session of ${exchange} on ${session.day} is over`);
    }
    await this.expire(
      await this.overdue.goodTill(over, this.which),
      'Its good-till date has passed',
    );
  }

  /**
   * The session that is over on all markets of the exchange; entry ends on all of them together.
   */
  private closedBy(exchange: string, instant: Date): TradingSession | null {
    const sessions = this.calendar.markets
      .filter((market) => market.exchange === exchange)
      .map((market) => this.calendar.closedBy(market, instant));
    return sessions.reduce((first, other) =>
      first && other && other.closesAt < first.closesAt ? other : other && first,
    );
  }

  private async expire(orderIds: readonly string[], text: string): Promise<void> {
    await Promise.all(
      orderIds.map((orderId) =>
        unlessUnreadable(
          () => this.writer.change(orderId, (order) => decideExpiry(order, text), ENGINE),
          null,
        ),
      ),
    );
  }
}
