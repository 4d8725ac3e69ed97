import { decideExpiry, type Order, TimeInForce } from '@ome/domain';
import { unlessUnreadable } from '@ome/event-store';
import type { OrderWriter } from '../order-writer';
import type { MarketHours } from './market-hours';

const ENGINE = { by: 'end of day', requestId: null };

/**
 * Ends day orders that a broker dropped overnight without a report: the order book of a later
 * trading day lacks them, and no exchange can trade them any more. Good-till orders are left to the
 * broker.
 */
export class EndPurgedOrders {
  /** @param keepsOpen whether they are left to ops instead */
  constructor(
    private readonly writer: OrderWriter,
    private readonly hours: MarketHours,
    private readonly keepsOpen: boolean,
  ) {}

  /**
   * @param order absent from both the order book and the history at the broker
   * @param at when the order book was requested
   * @returns the expired order; null if it stays unchanged
   */
  async end(order: Order, at: Date): Promise<Order | null> {
    if (this.keepsOpen || order.timeInForce !== TimeInForce.Day) return null;
    const [own, last] = await Promise.all([
      this.hours.sessionOf(order),
      this.hours.lastOpened(order, at),
    ]);
    if (!own || !last || last.day <= own.day) return null;
    const text =
      `The session of ${order.exchange} on ${own.day} is over, ` +
      `and the broker's book of ${last.day} does not have the order`;
    const ended = await unlessUnreadable(
      () => this.writer.change(order.orderId, (current) => decideExpiry(current, text), ENGINE),
      null,
    );
    return ended?.outcome === 'appended' ? ended.order : null;
  }
}
