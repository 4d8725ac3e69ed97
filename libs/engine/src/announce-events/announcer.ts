import type { OrderEventMessage } from '@ome/contracts';

export abstract class OrderFollowers {
  abstract add(orderId: string, userId: string): Promise<void>;
  abstract remove(orderId: string, userId: string): Promise<void>;
  /** Users who follow each of these orders, besides those who placed them. */
  abstract byOrder(orderIds: string[]): Promise<Map<string, string[]>>;
}

/** The immediate announcement to current listeners. */
export abstract class Announcer {
  abstract announce(messages: { message: OrderEventMessage; userIds: string[] }[]): Promise<void>;
}
