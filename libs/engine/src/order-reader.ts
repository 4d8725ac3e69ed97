import type { Order } from '@ome/domain';

/** Which accounts a session of a link serves, for queries. */
export type AccountFilter = { in: readonly string[] } | { notIn: readonly string[] };

/**
 * Orders as last projected; may lag behind the journal. Unbounded results are streamed one by one.
 */
export abstract class OrderReader {
  abstract load(orderId: string): Promise<Order | null>;
  /**
   * All orders that a venue's OrderID may have denoted lately, the newest first: venues reuse it on another
   * day, so `matchRow` or `matchesByOrderId` has to say which one is meant.
   */
  abstract allByBrokerOrderId(link: string, brokerOrderId: string): Promise<Order[]>;
  /** By the tag of an attempt that is under way or in doubt. */
  abstract findByTag(link: string, tag: string): Promise<string | null>;
  /** Open orders of these accounts on the link, oldest first. */
  abstract open(link: string, accounts: AccountFilter): AsyncIterable<Order>;
  /** Orders of these accounts whose placement is being sent or in doubt, oldest first. */
  abstract placementsUnderWay(link: string, accounts: AccountFilter): Promise<Order[]>;
  /** Orders with a tag, newest first. */
  abstract newestByTag(tag: string, limit: number): Promise<Order[]>;
  /** Open orders of an account on any link, including sliced orders and their slices. */
  abstract openOf(account: string): AsyncIterable<Order>;
  /** By sliced order, a text that changes with each of its slices. */
  abstract statesOfSlices(orderIds: readonly string[]): Promise<Map<string, string>>;
  /** By a client's own id of the order or of a request; null if several orders have it. */
  abstract findByClOrdId(clOrdId: string, account: string | null): Promise<string | null>;
}
