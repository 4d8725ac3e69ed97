import type { Decimal } from './decimal';
import type { ExpiryDate } from './instrument-expiry';

/** The exchange segments that orders go to, by the names that Indian brokers give them. */
export const EXCHANGES = ['NSE', 'BSE', 'NFO', 'BFO', 'CDS', 'MCX'] as const;

export type Exchange = (typeof EXCHANGES)[number];
/** Where shares are dealt in; everything else deals in futures and options. */
export type CashExchange = 'NSE' | 'BSE';
export type DerivativesExchange = Exclude<Exchange, CashExchange>;

export const parseExchange = (text: string): Exchange | null =>
  EXCHANGES.find((exchange) => exchange === text) ?? null;

/** As brokers write an exchange, whatever the case it was given in; another name stays as it is. */
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
  /** Two characters on NSE, EQ for most; null on BSE, whose groups are no part of a symbol. */
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

/** What can be dealt in, whichever broker deals in it and however that broker calls it. */
export type Instrument = Equity | Future | Option;
export type InstrumentKind = Instrument['kind'];

/** What traders call a market when they mean its exchange. */
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
