import type { CallBudget, FedQuotes, LinkHealthStatus } from '@ome/engine';
import type { BrokerCredentials } from '@ome/platform';
import type { BrokerLogin } from './broker-login';

/** What becomes of market orders, which brokers refuse from programs. */
export type MarketOrders =
  /** A limit order at the last price and a margin. */
  'protect' | 'refuse';

/** What every broker session is made of; each broker adds its addresses and uncertainties. */
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
