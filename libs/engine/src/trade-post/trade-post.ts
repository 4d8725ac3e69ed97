import type { OrderEventMessage } from '@ome/contracts';

/** A fill for trade post management, with its delivery state. */
export interface TradePostMessage {
  /** `<orderId>:<execId>`. */
  id: string;
  orderId: string;
  /** Its sequence number among the order's events. */
  seq: number;
  event: OrderEventMessage;
}

export interface UndeliveredMessage extends TradePostMessage {
  attempts: number;
  lastError: string;
  since: Date;
  nextAttemptAt: Date;
}

/** Resolves once trade post management has accepted the message; rejects otherwise. */
export abstract class TradePost {
  abstract deliver(message: TradePostMessage): Promise<void>;
}

/** Messages that could not be delivered yet. */
export abstract class UndeliveredMessages {
  abstract keep(message: UndeliveredMessage): Promise<void>;
  /** Removes a delivered message; the next one of its order becomes due. */
  abstract remove(message: UndeliveredMessage, now: Date): Promise<void>;
  /** Which of these orders have waiting messages: later ones must wait behind them. */
  abstract ordersWaiting(orderIds: string[]): Promise<Set<string>>;
  /** The first waiting message of each order, if due. */
  abstract due(now: Date, limit: number): Promise<UndeliveredMessage[]>;
}
