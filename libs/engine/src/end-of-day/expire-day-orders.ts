import { decideExpiry } from '@ome/domain';
import { unlessUnreadable } from '@ome/event-store';
import type { OrderWriter } from '../order-writer';
import type { Clock } from '../clock-and-ids';
import type { ExchangeCalendar, TradingSession } from './exchange-calendar';

/** The link has this long after the close to say itself what became of its orders. */
const GRACE_MS = 60_000;
const INTERVAL_MS = 10_000;
const LIMIT = 500;
const ENGINE = { by: 'end of day', requestId: null };

/** Finds open orders whose good-till date has passed, oldest first; those that were skipped come again. */
export abstract class OverdueOrders {
  /** Day orders of the exchange that were entered before then. */
  abstract ofDay(exchange: string, enteredBefore: Date, which: Overdue): Promise<string[]>;
  /** Orders good till an instant that is over. */
  abstract goodTill(instant: Date, which: Overdue): Promise<string[]>;
}

export interface Overdue {
  /** Links that say themselves what has ended. */
  exceptLinks: readonly string[];
  limit: number;
}

/**
 * The end of the day where links do not tell it: day orders of a session that is over, and orders
 * good till an instant that has passed, expire. Orders entered after a close are of the next session.
 * Where the calendar knows no session, nothing is ended at a guess.
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

  /** Called as often as one likes: it looks every ten seconds. */
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

  /** The session that is over on all markets of the exchange; entry ends at once on all of them. */
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
