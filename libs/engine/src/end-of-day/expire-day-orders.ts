import { decideExpiry } from '@ome/domain';
import type { OrderWriter } from '../order-writer';
import type { Clock } from '../ports';
import type { ExchangeCalendar } from './exchange-calendar';

/** The link has this long after the close to say itself what became of its orders. */
const GRACE_MS = 60_000;
const INTERVAL_MS = 10_000;
const LIMIT = 500;
const ENGINE = { by: 'end of day', requestId: null };

/** Finds open orders whose time is over, oldest first; those that were skipped come again. */
export abstract class OverdueOrders {
  /** Day orders of the exchange that were entered before its session closed. */
  abstract ofDay(exchange: string, closedAt: Date, limit: number): Promise<string[]>;
  /** Orders good till an instant that is over. */
  abstract goodTill(instant: Date, limit: number): Promise<string[]>;
}

/**
 * The end of the day where links do not tell it: day orders of a session that is over, and orders
 * good till an instant that has passed, expire. Orders entered after a close are of the next session.
 */
export class ExpireDayOrders {
  private nextRunAt = 0;

  constructor(
    private readonly overdue: OverdueOrders,
    private readonly calendar: ExchangeCalendar,
    private readonly writer: OrderWriter,
    private readonly clock: Clock,
  ) {}

  /** Called as often as one likes: it looks every ten seconds. */
  async run(): Promise<void> {
    const now = this.clock.now().getTime();
    if (now < this.nextRunAt) return;
    this.nextRunAt = now + INTERVAL_MS;
    const over = new Date(now - GRACE_MS);
    for (const exchange of this.calendar.exchanges) {
      const { day, closesAt } = this.calendar.closedBy(exchange, over);
      const orderIds = await this.overdue.ofDay(exchange, closesAt, LIMIT);
      await this.expire(orderIds, `The session of ${exchange} on ${day} is over`);
    }
    await this.expire(await this.overdue.goodTill(over, LIMIT), 'Its time is over');
  }

  private async expire(orderIds: readonly string[], text: string): Promise<void> {
    await Promise.all(
      orderIds.map((orderId) =>
        this.writer.change(orderId, (order) => decideExpiry(order, text), ENGINE),
      ),
    );
  }
}
