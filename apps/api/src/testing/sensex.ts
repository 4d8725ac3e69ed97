import { decimal } from '@ome/domain';
import type { ListedInstruments } from '@ome/engine';

/** What Flattrade calls a contract of BSE, which no form of a name tells. */
export const SENSEX = { given: 'SENSEX30D3180800CE', symbol: 'SENSEX31DEC30C80800' };

/** The file of Flattrade that tells it. */
export const SENSEX_LISTING: ListedInstruments = {
  broker: 'flattrade',
  source: 'Bfo_Index_Derivatives.csv',
  rows: [
    {
      broker: 'flattrade',
      exchange: 'BFO',
      symbol: SENSEX.symbol,
      brokerSymbol: SENSEX.given,
      stockCode: null,
      token: '1',
      name: null,
      kind: 'option',
      underlying: 'SENSEX',
      expiry: '2030-12-31',
      right: 'CALL',
      strike: decimal(80800),
      lotSize: decimal(20),
      tickSize: decimal('0.05'),
      freezeQty: null,
    },
  ],
};
