import { setTimeout as sleep } from 'node:timers/promises';
import type { EventFeed } from '@ome/engine';
import type { FeedPositions } from '../feed/feed-positions';

/** The name of the follower of the feed that keeps positions. */
export const POSITIONS_FOLLOWER = 'positions';

/** It saves every second how far it is; one that did not for longer is not running. */
const PATIENCE_MS = 3_000;
const ASK_MS = 200;

/**
 * Waits until positions count all that was committed before the call; false where they do not in
 * time, or nobody keeps them.
 */
export async function hasPassedNow(feed: EventFeed, positions: FeedPositions): Promise<boolean> {
  const start = Date.now();
  const now = await feed.end();
  for (;;) {
    const { cursor, at } = await positions.load(POSITIONS_FOLLOWER);
    // Cursors of one feed are in the order of their texts.
    if (cursor >= now) return true;
    const isRunning = Date.now() - at.getTime() < PATIENCE_MS;
    if (!isRunning || Date.now() - start > PATIENCE_MS) return false;
    await sleep(ASK_MS);
  }
}
