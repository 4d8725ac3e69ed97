import { type Decimal, decimal, decimalFault, decimalText } from './decimal';
import {
  canonicalExchange,
  type CashExchange,
  type DerivativesExchange,
  type Equity,
  type Exchange,
  type Instrument,
  isCash,
  parseExchange,
} from './instrument';
import {
  type ExpiryDate,
  parseIsoExpiry,
  parseSymbolExpiry,
  symbolExpiry,
} from './instrument-expiry';

const NAME = /^[A-Z0-9][A-Z0-9&*$._-]*$/;
const WITH_SERIES = /^(.+)-([A-Z0-9]{2})$/;
const MAIN_SERIES = 'EQ';
// The date has a fixed width and only digits follow the C or P, so a text can be read in only one
// way, even if an underlying ends in digits, as NIFTYNXT50 does.
const FUTURE = /^(.+)(\d\d[A-Z]{3}\d\d)F$/;
const MCX_FUTURE = /^(.+)(\d\d[A-Z]{3}\d\d)F?$/;
const OPTION = /^(.+)(\d\d[A-Z]{3}\d\d)([CP])((?:0|[1-9]\d*)(?:\.\d+)?)$/;

/**
 * The canonical name of an instrument on its exchange. Shares: the exchange's own name, on NSE with
 * the series unless it is EQ (`INFY`, `XYZ-BE`). Futures and options: the form of the Noren order
 * system, `NIFTY27OCT26F` and `NIFTY21AUG25C24500`; on MCX a future has no F (`CRUDEOIL19OCT26`).
 */
export function symbolOf(instrument: Instrument): string {
  switch (instrument.kind) {
    case 'equity':
      return equitySymbol(instrument);
    case 'future': {
      const { exchange, underlying, expiry } = instrument;
      return `${underlying}${symbolExpiry(expiry)}${exchange === 'MCX' ? '' : 'F'}`;
    }
    case 'option': {
      const { underlying, expiry, right, strike } = instrument;
      const code = right === 'CALL' ? 'C' : 'P';
      return `${underlying}${symbolExpiry(expiry)}${code}${decimalText(strike)}`;
    }
  }
}

function equitySymbol({ name, series }: Equity): string {
  // A name that looks as if it had a series gets its series appended, so that it reads back.
  const implied = series === null || (series === MAIN_SERIES && !WITH_SERIES.test(name));
  return implied ? name : `${name}-${series}`;
}

/**
 * The inverse of `symbolOf`; `INFY-EQ` is read as `INFY`. Null for a text in another form: BSE has
 * several of its own for futures and options (`SENSEX26O1580800CE`), which do not determine the
 * date and are looked up in the instrument master.
 */
export function parseSymbol(exchange: Exchange, symbol: string): Instrument | null {
  return isCash(exchange) ? parseEquity(exchange, symbol) : parseDerivative(exchange, symbol);
}

/** An instrument by its exchange and one of its names there. */
export interface InstrumentName {
  exchange: string;
  symbol: string;
}

/** The instrument that a name, in any case, denotes without the instrument master. */
export function parseName({ exchange, symbol }: InstrumentName): Instrument | null {
  const known = parseExchange(canonicalExchange(exchange));
  return known && parseSymbol(known, symbol.toUpperCase());
}

/** The canonical text if the symbol can be parsed; otherwise the text unchanged. */
export function canonicalSymbol(exchange: string, symbol: string): string {
  const instrument = parseName({ exchange, symbol });
  return instrument ? symbolOf(instrument) : symbol;
}

/** Whether two names denote one instrument without the instrument master. */
export const isSameInstrument = (one: InstrumentName, other: InstrumentName): boolean =>
  canonicalExchange(one.exchange) === canonicalExchange(other.exchange) &&
  canonicalSymbol(one.exchange, one.symbol) === canonicalSymbol(other.exchange, other.symbol);

function parseEquity(exchange: CashExchange, symbol: string): Equity | null {
  if (!NAME.test(symbol)) return null;
  if (exchange === 'BSE') return { kind: 'equity', exchange, name: symbol, series: null };
  const [, name = symbol, series = MAIN_SERIES] = WITH_SERIES.exec(symbol) ?? [];
  return { kind: 'equity', exchange, name, series };
}

function parseDerivative(exchange: DerivativesExchange, symbol: string): Instrument | null {
  const option = OPTION.exec(symbol);
  const found = option ?? (exchange === 'MCX' ? MCX_FUTURE : FUTURE).exec(symbol);
  const [, underlying = '', date = '', code, strikeText = ''] = found ?? [];
  const expiry = parseSymbolExpiry(date);
  if (!expiry || !NAME.test(underlying)) return null;
  if (!option) return { kind: 'future', exchange, underlying, expiry };
  const strike = parseStrike(strikeText);
  const right = code === 'C' ? 'CALL' : 'PUT';
  return strike && { kind: 'option', exchange, underlying, expiry, right, strike };
}

function parseStrike(text: string): Decimal | null {
  if (decimalFault(text)) return null;
  const strike = decimal(text);
  return strike.isZero() ? null : strike;
}

const BSE_INDEX = String.raw`(?:SENSEX50|SENSEX|BANKEX)`;
const BSE_WEEKLY = new RegExp(`^${BSE_INDEX}(\\d\\d)([1-9OND])(\\d\\d)[\\d.]+(?:CE|PE)$`);
const BSE_MONTHLY = new RegExp(`^${BSE_INDEX}(\\d\\d)([A-Z]{3})(?:[\\d.]+(?:CE|PE)|FUT)$`);
const BSE_MONTHS = '123456789OND';

/**
 * The last day of a contract from its symbol alone: instrument masters drop expired contracts. For
 * BSE's own monthly forms, which omit the day, the last day of the month; null for a share and for
 * a symbol without a date.
 */
export function expiryOf(name: InstrumentName): ExpiryDate | null {
  const instrument = parseName(name);
  if (instrument) return instrument.kind === 'equity' ? null : instrument.expiry;
  if (canonicalExchange(name.exchange) !== 'BFO') return null;
  const symbol = name.symbol.toUpperCase();
  const [, year, code, day] = BSE_WEEKLY.exec(symbol) ?? [];
  if (year && code && day) {
    const month = String(BSE_MONTHS.indexOf(code) + 1).padStart(2, '0');
    return parseIsoExpiry(`20${year}-${month}-${day}`);
  }
  const [, ofYear, month] = BSE_MONTHLY.exec(symbol) ?? [];
  const days = ['31', '30', '29', '28'].map((last) =>
    parseSymbolExpiry(`${last}${month}${ofYear}`),
  );
  return days.find((date) => date !== null) ?? null;
}

/** @param today the day at the exchange; a contract trades on its last day */
export const hasExpired = (name: InstrumentName, today: ExpiryDate): boolean => {
  const expiry = expiryOf(name);
  return expiry !== null && expiry < today;
};

const INDIA_AHEAD_MS = 5.5 * 60 * 60 * 1_000;

/** Like `hasExpired`, at an instant: contracts of these exchanges follow India's calendar days. */
export const hasExpiredBy = (name: InstrumentName, instant: Date): boolean =>
  hasExpired(name, new Date(instant.getTime() + INDIA_AHEAD_MS).toISOString().slice(0, 10));
