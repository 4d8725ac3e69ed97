import { isHeld, type Order, type OrderFact } from '@ome/domain';
import { unlessUnreadable } from '@ome/event-store';
import type { Clock } from '../clock-and-ids';
import type { OrderWriter } from '../order-writer';
import { refusedFact } from '../send-commands/outcome';

const LIMIT = 500;
const ENGINE = { by: 'engine', requestId: null };
const TEXT = 'Not approved in time';

/** Orders with a request that is held. */
export abstract class HeldOrders {
  /** With one whose time is over, those that are over longest first. */
  abstract overdue(now: Date, limit: number): Promise<string[]>;
}

/** Ends held requests that nobody approved in time. */
export class ExpireApprovals {
  constructor(
    private readonly held: HeldOrders,
    private readonly writer: OrderWriter,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    const overdue = await this.held.overdue(this.clock.now(), LIMIT);
    const end = (orderId: string) =>
      this.writer.change(orderId, (order) => this.expired(order), ENGINE);
    await Promise.all(overdue.map((orderId) => unlessUnreadable(() => end(orderId), null)));
  }

  /** A replace leaves its order as it was. */
  private expired(order: Order): OrderFact | null {
    const now = this.clock.now();
    const over = order.commands
      .filter(isHeld)
      .find(({ delivery }) => now >= delivery.approval.expiresAt);
    if (!over) return null;
    const refused = refusedFact(over, 'engine', TEXT);
    return over.kind === 'new' ? ({ ...refused, type: 'Expired' } as OrderFact) : refused;
  }
}
