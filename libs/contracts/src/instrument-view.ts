/**
 * One broker's data about an instrument, from its contract file. Decimals are plain-notation
 * strings.
 */
export interface InstrumentView {
  broker: string;
  exchange: string;
  /** As orders carry it. */
  symbol: string;
  /** The broker's name of it. */
  brokerSymbol: string;
  /** The broker's own short name of the company or index, if it uses one. */
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
  /** First day of these three values, YYYY-MM-DD; left out if unknown. */
  validFrom?: string;
}
