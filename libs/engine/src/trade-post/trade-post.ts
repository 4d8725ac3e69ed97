import type { OrderEventMessage } from '@ome/contracts';

/** A fill for trade post management, with what is known of its delivery. */
export interface TradePostMessage {
  /** `<orderId>:<execId>`. */
  id: string;
  orderId: string;
  /** Its place among the events of the order. */
  seq: number;
  event: OrderEventMessage;
}

export interface UndeliveredMessage extends TradePostMessage {
  attempts: number;
  lastError: string;
  since: Date;
  nextAttemptAt: Date;
}

/** Resolves once trade post management has taken the message; rejects otherwise. */
export abstract class TradePost {
  abstract deliver(message: TradePostMessage): Promise<void>;
}

/** What could not be delivered yet. */
export abstract class UndeliveredMessages {
  abstract keep(message: UndeliveredMessage): Promise<void>;
  /** What was delivered; the next one of its order is due. */
  abstract remove(message: UndeliveredMessage, now: Date): Promise<void>;
  /** Which of these orders have something waiting: what follows must wait behind it. */
  abstract ordersWaiting(orderIds: string[]): Promise<Set<string>>;
  /** The first waiting message of each order, where it is due. */
  abstract due(now: Date, limit: number): Promise<UndeliveredMessage[]>;
}
