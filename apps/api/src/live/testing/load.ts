import { OmeClient } from '@ome/client';
import type { FeedItem } from '@ome/contracts';
import type { TestApi } from '../../testing/test-api';

/** The fewest orders that a slow machine places. */
const LEAST_ORDERS = 20;

/** Places orders and reports on them until it is stopped and there are enough. */
export function load(api: TestApi, account: string): { stop(): Promise<number> } {
  let isOver = false;
  let placed = 0;
  const lane = async (name: string): Promise<void> => {
    while (!isOver || placed < LEAST_ORDERS) {
      const { status, body, text } = await api.placeUnderLoad({ account });
      if (status !== 201) throw new Error(`An order was answered ${status}: ${text}`);
      const { orderId } = body;
      placed += 1;
      await api.fill(orderId, '40', '2450', `${name}-${placed}-a`);
      await api.fill(orderId, '60', '2451', `${name}-${placed}-b`);
    }
  };
  const lanes = Promise.all(['x', 'y', 'z'].map(lane));
  return {
    async stop() {
      isOver = true;
      await lanes;
      return placed;
    },
  };
}

/** All events after a cursor, as GET /events returns them. */
export async function feedBehind(url: string, after: string): Promise<FeedItem[]> {
  const { events } = new OmeClient({ url });
  const items: FeedItem[] = [];
  for (;;) {
    const page = await events.page({ after, limit: 1_000 });
    if (page.items.length === 0) return items;
    items.push(...page.items);
    after = page.nextCursor;
  }
}
