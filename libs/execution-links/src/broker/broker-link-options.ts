import type { CallBudget, FedQuotes, LinkHealthStatus } from '@ome/engine';
import type { BrokerCredentials } from '@ome/platform';
import type { BrokerLogin } from './broker-login';

/** How market orders are handled, which brokers refuse from programs. */
export type MarketOrders =
  /** A limit order at the last price plus a margin. */
  'protect' | 'refuse';

/** What every broker session has; each broker adds its addresses and its undocumented behaviour. */
export interface BrokerLinkOptions {
  credentials: BrokerCredentials;
  login: BrokerLogin;
  budget: CallBudget;
  timeoutMs: number;
  connections: number;
  newOrderMaxWaitMs: number;
  marketOrders: MarketOrders;
  /** Asked before the broker is. */
  fedQuotes?: FedQuotes;
  now: () => Date;
  onHealthChange: (status: LinkHealthStatus) => void;
}
