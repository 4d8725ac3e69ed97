import type { RowIdentity } from '@ome/domain';
import type { Instruments, PlacementHolds } from '@ome/engine';
import type { BrokerLinkOptions } from '../broker/broker-link-options';
import type { CashFrameUnit } from './cash-frame-prices';

/** What Breeze does not document and a small order on each account has to find out. */
export interface BreezeUncertainties {
  /**
   * Whether the quantity of a replace is the order's total, fills included, or the open quantity.
   */
  modifyQuantity: 'total' | 'open';
  cashFramePrices: CashFrameUnit;
}

export interface BreezeLinkOptions extends BrokerLinkOptions, BreezeUncertainties {
  /** Address that `/order` and the others are appended to, version included. */
  restUrl: string;
  loginPageUrl: string;
  /** The socket.io server of order notifications; a path in it is where socket.io listens. */
  streamUrl: string;
  /** The engine sends an attempt within this time of its intent, or not at all. */
  sendWindowMs: number;
  instruments: Instruments;
  holds: PlacementHolds;
  /** Whether a row of the order list is already known as one of our orders. */
  ours: (row: RowIdentity) => Promise<boolean>;
}
