/** An index with contracts. */
export interface Index {
  readonly name: string;
  readonly exchange: 'NFO' | 'BFO';
  /** ICICI's name of it. */
  readonly shortName: string;
  /** The token under which its own value is listed, and its name there. */
  readonly spot: { readonly token: string; readonly tradingSymbol: string };
  /** Where the simulated market starts. */
  readonly base: number;
  readonly lot: number;
  readonly freeze: number;
  readonly strikeStep: number;
  /** The weekday on which its contracts expire: 2 is Tuesday. */
  readonly expiryDay: 2 | 4;
  /** How many of the next weeks have options. */
  readonly weeks: number;
}

/** Lots, freeze quantities and expiry days of 2026. */
export const INDICES: readonly Index[] = [
  {
    name: 'NIFTY',
    exchange: 'NFO',
    shortName: 'NIFTY',
    spot: { token: '26000', tradingSymbol: 'Nifty 50' },
    base: 25_000,
    lot: 65,
    freeze: 1_800,
    strikeStep: 50,
    expiryDay: 2,
    weeks: 4,
  },
  {
    name: 'BANKNIFTY',
    exchange: 'NFO',
    shortName: 'CNXBAN',
    spot: { token: '26009', tradingSymbol: 'Nifty Bank' },
    base: 55_400,
    lot: 30,
    freeze: 600,
    strikeStep: 100,
    expiryDay: 2,
    weeks: 0,
  },
  {
    name: 'FINNIFTY',
    exchange: 'NFO',
    shortName: 'NIFFIN',
    spot: { token: '26037', tradingSymbol: 'Nifty Fin Service' },
    base: 26_500,
    lot: 60,
    freeze: 1_800,
    strikeStep: 50,
    expiryDay: 2,
    weeks: 0,
  },
  {
    name: 'MIDCPNIFTY',
    exchange: 'NFO',
    shortName: 'NIFSEL',
    spot: { token: '26074', tradingSymbol: 'NIFTY MID SELECT' },
    base: 13_100,
    lot: 120,
    freeze: 2_800,
    strikeStep: 25,
    expiryDay: 2,
    weeks: 0,
  },
  {
    name: 'SENSEX',
    exchange: 'BFO',
    shortName: 'BSESEN',
    spot: { token: '1', tradingSymbol: 'SENSEX' },
    base: 81_600,
    lot: 20,
    freeze: 1_000,
    strikeStep: 100,
    expiryDay: 4,
    weeks: 4,
  },
];
