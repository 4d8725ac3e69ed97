import { decideExpiry, type Order, TimeInForce } from '@ome/domain';
import { unlessUnreadable } from '@ome/event-store';
import type { OrderWriter } from '../order-writer';
import type { MarketHours } from './market-hours';

const ENGINE = { by: 'end of day', requestId: null };

/**
 * Day orders that a broker dropped overnight without a word: on a later trading day its book does not
 * have them, and no exchange can trade them any more. Good-till orders are left to the broker.
 */
export class EndPurgedOrders {
  /** @param keepsOpen whether they are left to ops instead */
  constructor(
    private readonly writer: OrderWriter,
    private readonly hours: MarketHours,
    private readonly keepsOpen: boolean,
  ) {}

  /**
   * @param order neither the book nor the history that the broker gave has it
   * @param at when the book was asked for
   * @returns the order that has expired; null where it stays as it is
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
