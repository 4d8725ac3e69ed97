import { type BrokerPosition, decimal } from '@ome/domain';

/** A row of a broker's position book without prices, of the NSE in CNC unless `fields` say otherwise. */
export const aBrokerPosition = (
  symbol: string,
  netQty: number,
  fields: Partial<BrokerPosition> = {},
): BrokerPosition => ({
  symbol,
  exchange: 'NSE',
  product: 'CNC',
  netQty: decimal(netQty),
  avgPx: null,
  lastPx: null,
  realizedPnl: null,
  unrealizedPnl: null,
  ...fields,
});
