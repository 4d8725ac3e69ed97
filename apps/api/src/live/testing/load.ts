import { OmeClient } from '@ome/client';
import type { FeedItem } from '@ome/contracts';
import type { TestApi } from '../../testing/test-api';

/** What a slow machine places at least. */
const LEAST_ORDERS = 20;

/** Orders placed and reported on, until it is told to stop and there are a few. */
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

/** Everything behind a cursor, as GET /events has it. */
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
