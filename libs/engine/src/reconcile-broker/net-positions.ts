import type { Decimal } from '@ome/domain';
import type { AccountFilter } from '../order-reader';

/** Net quantities from our fills. */
export abstract class NetPositions {
  abstract netsOf(link: string, accounts: AccountFilter): Promise<NetPosition[]>;
}

export interface NetPosition {
  symbol: string;
  exchange: string;
  product: string | null;
  netQty: Decimal;
}
