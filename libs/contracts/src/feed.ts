import type { OrderView } from './views';

/** Announced on Redis and delivered by the feed, at least once per journal event. */
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
    /** Its price is ignored in valuations until ops confirm it. */
    doubted?: true;
  };
}

/** The same, with the cursor from which reading continues. */
export interface FeedItem extends OrderEventMessage {
  cursor: string;
}

/** `GET /events` */
export interface FeedPageView {
  items: FeedItem[];
  /** Never null: more may come, and no event is ever inserted before it. */
  nextCursor: string;
}

/** An event of one order with all its journalled fields. */
export interface OrderHistoryItem extends OrderEventMessage {
  detail: object;
}
