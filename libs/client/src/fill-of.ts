import type { FeedItem, FillView } from '@ome/contracts';

/** The fill in a feed item, as `GET /fills` shows it; null if it has none. */
export function fillOf({ order, fill }: FeedItem): FillView | null {
  if (!fill) return null;
  const { orderId, account, userId, symbol, side, product, link } = order;
  const doubted = fill.doubted ?? false;
  const ofOrder = { orderId, account, userId, symbol, side, product, link };
  return { ...fill, ...ofOrder, state: 'live', doubted };
}
