import { baskets } from './baskets';
import { brokers, brokersBlind } from './brokers';
import { cancel } from './cancel';
import { kill } from './kill';
import { faults, linkDown } from './link';
import { mongoKill, mongoPause } from './mongo';
import { pause } from './pause';
import { fix } from './fix';
import { flush, redisDown } from './redis';
import type { Scenario } from './scenario';
import { terminal } from './terminal';
import { tradePost } from './trade-post';

export const scenarios: readonly Scenario[] = [
  kill,
  flush,
  pause,
  cancel,
  faults,
  linkDown,
  redisDown,
  mongoPause,
  mongoKill,
  tradePost,
  brokers,
  brokersBlind,
  terminal,
  baskets,
  fix,
];
