/** A file in the form of a broker's own. */
export interface SampleFile {
  readonly name: string;
  readonly text: string;
}

export type Segment = 'NSE' | 'BSE' | 'NFO' | 'BFO' | 'CDS' | 'MCX';

/** What can be traded, or is listed for its price, with the facts that the brokers' masters give. */
export interface Listing {
  readonly exchange: Segment;
  readonly token: string;
  /** The exchange's name of the share, the index or the underlying. */
  readonly name: string;
  readonly kind: 'share' | 'index' | 'future' | 'option';
  /** Of a share of NSE. */
  readonly series: string | null;
  /** YYYY-MM-DD, of contracts. */
  readonly expiry: string | null;
  readonly right: 'CE' | 'PE' | null;
  /** In rupees, of options. */
  readonly strike: string | null;
  readonly lot: number;
  /** In rupees. */
  readonly tick: string;
  /** The largest quantity of one order. */
  readonly freeze: number | null;
  /** Flattrade's trading symbol. */
  readonly tradingSymbol: string;
  /** ICICI's short name, and the company behind it; null for what Breeze does not list. */
  readonly shortName: string | null;
  readonly company: string;
}
