import type { OrderView } from './views';

/** What is announced on Redis and delivered by the feed, one per journal event at least. */
export interface OrderEventMessage {
  v: 1;
  /** Id of the journal event; the same however often it is announced. */
  id: string;
  orderId: string;
  /** 1, 2, 3 … per order, without gaps. */
  seq: number;
  type: string;
  at: string;
  /** The order after this event. */
  order: OrderView;
  /** On a trade only. */
  fill?: {
    execId: string;
    quantity: string;
    price: string;
    exchange: string;
    at: string;
    /** Its price counts nowhere until ops confirm it. */
    doubted?: true;
  };
}

/** The same with the place in the feed behind which reading goes on. */
export interface FeedItem extends OrderEventMessage {
  cursor: string;
}

/** `GET /events` */
export interface FeedPageView {
  items: FeedItem[];
  /** Never null: more may come, and nothing ever appears behind it. */
  nextCursor: string;
}

/** An event of one order with all that the journal says of it. */
export interface OrderHistoryItem extends OrderEventMessage {
  detail: object;
}
