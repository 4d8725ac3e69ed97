import type { Instruments, PlacementHolds } from '@ome/engine';
import type { BrokerLinkOptions } from '../broker/broker-link-options';
import type { CashFrameUnit } from './cash-frame-prices';

/** What is not documented of Breeze and has to be found out with a small order on each account. */
export interface BreezeUncertainties {
  /** Whether the quantity of a change is the order's total, fills included, or what is still open. */
  modifyQuantity: 'total' | 'open';
  cashFramePrices: CashFrameUnit;
}

export interface BreezeLinkOptions extends BrokerLinkOptions, BreezeUncertainties {
  /** Address that `/order` and the others are appended to, version included. */
  restUrl: string;
  loginPageUrl: string;
  /** The socket.io server of order notifications; a path in it is where socket.io listens. */
  streamUrl: string;
  /** The engine writes an attempt within this time of its intent, or not at all. */
  sendWindowMs: number;
  instruments: Instruments;
  holds: PlacementHolds;
  /** Whether the broker's number belongs to an order of ours already. */
  ours: (brokerOrderId: string) => Promise<boolean>;
}
