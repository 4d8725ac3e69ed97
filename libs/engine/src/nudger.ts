import type { Order } from '@ome/domain';

/** Cancels, and orders that trade at once or never, overtake other commands for the link. */
export type Urgency = 'urgent' | 'normal';

/** The fields that determine an order's link, session and queue. */
export type NudgedOrder = Pick<Order, 'orderId' | 'link' | 'account'>;

/** Tells the dispatchers that an order may have something to send. Loss is harmless. */
export abstract class Nudger {
  abstract nudge(order: NudgedOrder, urgency?: Urgency): void;
}
