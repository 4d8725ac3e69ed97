import type { Decimal } from './decimal';
import type { ExpiryDate } from './instrument-expiry';

/** The exchange segments that orders go to, by the names that Indian brokers give them. */
export const EXCHANGES = ['NSE', 'BSE', 'NFO', 'BFO', 'CDS', 'MCX'] as const;

export type Exchange = (typeof EXCHANGES)[number];
/** The exchanges where shares trade; all others trade futures and options. */
export type CashExchange = 'NSE' | 'BSE';
export type DerivativesExchange = Exclude<Exchange, CashExchange>;

export const parseExchange = (text: string): Exchange | null =>
  EXCHANGES.find((exchange) => exchange === text) ?? null;

/** The exchange in the brokers' spelling, from any case; an unknown name stays unchanged. */
export const canonicalExchange = (text: string): string =>
  parseExchange(text.toUpperCase()) ?? text;

export const isCash = (exchange: Exchange): exchange is CashExchange =>
  exchange === 'NSE' || exchange === 'BSE';

export type OptionRight = 'CALL' | 'PUT';

export interface Equity {
  kind: 'equity';
  exchange: CashExchange;
  /** The exchange's own name of the share: INFY, M&M, BAJAJ-AUTO. */
  name: string;
  /** Two characters on NSE, EQ for most; null on BSE, whose groups are not part of a symbol. */
  series: string | null;
}

export interface Future {
  kind: 'future';
  exchange: DerivativesExchange;
  underlying: string;
  expiry: ExpiryDate;
}

export interface Option {
  kind: 'option';
  exchange: DerivativesExchange;
  underlying: string;
  expiry: ExpiryDate;
  right: OptionRight;
  strike: Decimal;
}

/** A tradable instrument, whatever a broker calls it. */
export type Instrument = Equity | Future | Option;
export type InstrumentKind = Instrument['kind'];

/** The market segments as traders name them. */
export type Segment =
  | 'NIFTY'
  | 'BANKNIFTY'
  | 'FINNIFTY'
  | 'MIDCPNIFTY'
  | 'SENSEX'
  | 'EQUITY'
  | 'BSE_EQUITY'
  | 'CURRENCY'
  | 'COMMODITY';

const EXCHANGE_OF: Readonly<Record<Segment, Exchange>> = {
  NIFTY: 'NFO',
  BANKNIFTY: 'NFO',
  FINNIFTY: 'NFO',
  MIDCPNIFTY: 'NFO',
  SENSEX: 'BFO',
  EQUITY: 'NSE',
  BSE_EQUITY: 'BSE',
  CURRENCY: 'CDS',
  COMMODITY: 'MCX',
};

export const exchangeOf = (segment: Segment): Exchange => EXCHANGE_OF[segment];
