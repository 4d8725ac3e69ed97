import type { FeedItem, FillView } from '@ome/contracts';

/** The fill that an item of the feed brings, as `GET /fills` shows it; null where it brings none. */
export function fillOf({ order, fill }: FeedItem): FillView | null {
  if (!fill) return null;
  const { orderId, account, userId, symbol, side, product, link } = order;
  const doubted = fill.doubted ?? false;
  const ofOrder = { orderId, account, userId, symbol, side, product, link };
  return { ...fill, ...ofOrder, state: 'live', doubted };
}
