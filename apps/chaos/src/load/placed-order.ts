import type { OrderPlan } from './order-plan';

/** An acknowledged order, and the results of the client's further requests. */
export interface PlacedOrder {
  readonly plan: OrderPlan;
  readonly orderId: string;
  /** Whether the cancel or replace was accepted or refused; null if none was requested. */
  readonly change: 'taken' | 'refused' | null;
}
