import type { FeedItem } from '@ome/contracts';
import { type Entitlement, isEntitledTo } from '@ome/domain';
import type { RingPage } from '@ome/engine';

/** An event with the users who get it: the user of the order and its followers. */
export interface LiveItem {
  item: FeedItem;
  userIds: readonly string[];
}

export type LivePage = RingPage<LiveItem>;

export const ROOM = /^(all|order:[0-9a-f]{24}|(user|account):[\x21-\x7e]{1,64})$/;
const MAX_ROOMS = 100;

export const ROOM_RULE = 'must be all, user:<id>, order:<24 hex digits> or account:<id>';

const isRoom = (room: unknown): room is string => typeof room === 'string' && ROOM.test(room);

/** The rooms of a subscription; null if there are none, too many, or an invalid one. */
export function roomsOf(given: unknown): ReadonlySet<string> | null {
  if (!Array.isArray(given) || given.length === 0 || given.length > MAX_ROOMS) return null;
  return given.every(isRoom) ? new Set(given) : null;
}

/** What a subscriber gets: the events of its rooms that it may see. */
export interface Wanted {
  rooms: ReadonlySet<string>;
  within: Entitlement;
}

export const isWanted = ({ rooms, within }: Wanted, live: LiveItem): boolean =>
  isEntitledTo(within, live.item.order) && isIn(rooms, live);

const isIn = (rooms: ReadonlySet<string>, { item, userIds }: LiveItem): boolean =>
  rooms.has('all') ||
  rooms.has(`order:${item.orderId}`) ||
  rooms.has(`account:${item.order.account}`) ||
  userIds.some((userId) => rooms.has(`user:${userId}`));
