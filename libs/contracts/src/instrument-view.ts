/** What one broker's contract file says of an instrument. Decimals are plain-notation strings. */
export interface InstrumentView {
  broker: string;
  exchange: string;
  /** As orders carry it. */
  symbol: string;
  /** As the broker names it. */
  brokerSymbol: string;
  /** The broker's own short name of the company or index, where it goes by one. */
  stockCode: string | null;
  /** The exchange's number of the instrument. */
  token: string;
  /** The company's name in words. */
  name: string | null;
  /** `equity`, `future` or `option`. */
  kind: string;
  underlying: string;
  /** YYYY-MM-DD */
  expiry: string | null;
  /** `CALL` or `PUT`. */
  right: string | null;
  strike: string | null;
  lotSize: string;
  tickSize: string | null;
  freezeQty: string | null;
  /** The day from which these three hold, YYYY-MM-DD; left out where nobody told. */
  validFrom?: string;
}
