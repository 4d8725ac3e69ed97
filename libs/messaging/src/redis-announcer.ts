import { channels, type OrderEventMessage } from '@ome/contracts';
import {
  Announcer,
  BasketAnnouncer,
  basketMessage,
  type KnownPosition,
  PositionAnnouncer,
  positionMessage,
} from '@ome/engine';
import type { Redis } from 'ioredis';
import type { Basket, BasketEvent } from '@ome/domain';

/**
 * Publishes a batch in one call. ARGV holds for each message its text, the number of its channels,
 * and their names.
 */
const PUBLISH = `
local at = 1
while at <= #ARGV do
  local channels = tonumber(ARGV[at + 1])
  for channel = at + 2, at + 1 + channels do redis.call('PUBLISH', ARGV[channel], ARGV[at]) end
  at = at + 2 + channels
end`;

/** The number of script arguments is limited: an event has about six of them. */
const EVENTS_A_CALL = 200;

/** Publishes on the channels of wire format 6; rejects if Redis does not accept a batch. */
export class RedisAnnouncer extends Announcer {
  constructor(
    private readonly redis: Redis,
    private readonly legacyChannels: boolean,
  ) {
    super();
  }

  async announce(events: { message: OrderEventMessage; userIds: string[] }[]): Promise<void> {
    for (let start = 0; start < events.length; start += EVENTS_A_CALL) {
      const batch = events.slice(start, start + EVENTS_A_CALL);
      const publications = batch.flatMap(({ message, userIds }) => [
        ...publication(JSON.stringify(message), channelsOf(message, userIds)),
        ...(this.legacyChannels && message.fill ? legacyNotice(message, userIds) : []),
      ]);
      await this.redis.eval(PUBLISH, 0, ...publications);
    }
  }
}

const publication = (text: string, names: string[]): (string | number)[] => [
  text,
  names.length,
  ...names,
];

const channelsOf = ({ orderId, fill }: OrderEventMessage, userIds: string[]): string[] => [
  channels.orders,
  channels.order(orderId),
  ...(fill ? [channels.fills] : []),
  ...userIds.map(channels.user),
];

/** The followers of an order that got an execution, in the format of the first prototype. */
const legacyNotice = ({ orderId }: OrderEventMessage, users: string[]): (string | number)[] =>
  publication(JSON.stringify({ order_id: orderId, users }), [channels.legacyNotice]);

/**
 * Publishes on `ome.baskets`, which workers also subscribe to. Sweeps make up for lost messages.
 */
export class RedisBasketAnnouncer extends BasketAnnouncer {
  constructor(
    private readonly redis: Redis,
    private readonly onFailure: (error: unknown) => void,
  ) {
    super();
  }

  announce(basket: Basket, event: BasketEvent): void {
    const text = JSON.stringify(basketMessage(basket, event));
    this.redis.publish(channels.baskets, text).catch(this.onFailure);
  }
}

/** Publishes on `ome.positions`. */
export class RedisPositionAnnouncer extends PositionAnnouncer {
  /** @param today the current market day */
  constructor(
    private readonly redis: Redis,
    private readonly today: () => string,
  ) {
    super();
  }

  async announce(positions: readonly KnownPosition[]): Promise<void> {
    const day = this.today();
    const texts = positions.map((position) => JSON.stringify(positionMessage(position, day)));
    // The client sends calls without awaits between them in one batch.
    await Promise.all(texts.map((text) => this.redis.publish(channels.positions, text)));
  }
}
