import { Logger, type Provider } from '@nestjs/common';
import {
  BasketAnnouncer,
  BasketReader,
  BasketWriter,
  ChangeOrder,
  Clock,
  HeldLegs,
  Ids,
  Journal,
  OrderFamilies,
  PlaceOrder,
  RunBaskets,
} from '@ome/engine';
import { connectSubscriber, REDIS, RedisBasketAnnouncer } from '@ome/messaging';
import { MongoBasketProjector } from '@ome/persistence';
import { provide, SETTINGS, type Settings } from '@ome/platform';
import type { Redis } from 'ioredis';
import { BasketNudges } from './basket-nudges';
import { BasketSweep } from './basket-sweep';

const logger = new Logger('Baskets');

/** Runs baskets stage by stage. */
export const BASKETS: Provider[] = [
  {
    provide: BasketAnnouncer,
    inject: [REDIS],
    useFactory: (redis: Redis) =>
      new RedisBasketAnnouncer(redis, (err) =>
        logger.debug({ err }, 'A basket could not be announced'),
      ),
  },
  {
    provide: RunBaskets,
    inject: [BasketWriter, Journal, PlaceOrder, ChangeOrder, HeldLegs, Ids, Clock],
    useFactory: (
      writer: BasketWriter,
      journal: Journal,
      place: PlaceOrder,
      change: ChangeOrder,
      held: HeldLegs,
      ids: Ids,
      clock: Clock,
    ) => new RunBaskets(writer, journal, { place, change }, held, ids, clock),
  },
  provide(BasketSweep, BasketReader, RunBaskets, BasketWriter, MongoBasketProjector, OrderFamilies),
  {
    provide: BasketNudges,
    inject: [SETTINGS, BasketSweep],
    useFactory: ({ REDIS_URL }: Settings, baskets: BasketSweep) =>
      new BasketNudges(connectSubscriber(REDIS_URL!), baskets),
  },
];
