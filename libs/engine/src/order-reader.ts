import type { Order } from '@ome/domain';

/** Which accounts a session of a link serves, for queries. */
export type AccountFilter = { in: readonly string[] } | { notIn: readonly string[] };

/**
 * Orders as their last projection shows them; it may lag behind the journal. Those of which there may
 * be any number are given one by one, as they are read.
 */
export abstract class OrderReader {
  abstract load(orderId: string): Promise<Order | null>;
  /** The newest, as venues use an OrderID again on another day; null where a day has several. */
  abstract findByBrokerOrderId(link: string, brokerOrderId: string): Promise<string | null>;
  /** All that a venue may have meant by an OrderID lately, the newest first. */
  abstract allByBrokerOrderId(link: string, brokerOrderId: string): Promise<Order[]>;
  /** By the tag of an attempt that is under way or in doubt. */
  abstract findByTag(link: string, tag: string): Promise<string | null>;
  /** Orders of these accounts that the link may still work on, oldest first. */
  abstract open(link: string, accounts: AccountFilter): AsyncIterable<Order>;
  /** Orders of these accounts whose placement is being sent or in doubt, oldest first. */
  abstract placementsUnderWay(link: string, accounts: AccountFilter): Promise<Order[]>;
  /** Orders that bear a tag, newest first. */
  abstract ofTag(tag: string, limit: number): Promise<Order[]>;
  /** Orders of an account that are open, whatever their link, sliced ones and their slices. */
  abstract openOf(account: string): AsyncIterable<Order>;
  /** By a client's own id of the order or of a request; null where several orders have it. */
  abstract findByClOrdId(clOrdId: string, account: string | null): Promise<string | null>;
}
