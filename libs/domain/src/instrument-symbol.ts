import { type Decimal, decimal, decimalFault, decimalText } from './decimal';
import {
  type CashExchange,
  type DerivativesExchange,
  type Equity,
  type Exchange,
  type Instrument,
  isCash,
  parseExchange,
} from './instrument';
import { parseSymbolExpiry, symbolExpiry } from './instrument-expiry';

const NAME = /^[A-Z0-9][A-Z0-9&*$._-]*$/;
const WITH_SERIES = /^(.+)-([A-Z0-9]{2})$/;
const MAIN_SERIES = 'EQ';
// The date has a fixed width and nothing but digits follows the C or P, so that a text can be read
// in one way only, even where an underlying ends in digits, as NIFTYNXT50 does.
const FUTURE = /^(.+)(\d\d[A-Z]{3}\d\d)F$/;
const MCX_FUTURE = /^(.+)(\d\d[A-Z]{3}\d\d)F?$/;
const OPTION = /^(.+)(\d\d[A-Z]{3}\d\d)([CP])((?:0|[1-9]\d*)(?:\.\d+)?)$/;

/**
 * The one text that orders name an instrument by, beside its exchange. Shares: the exchange's own
 * name, on NSE with the series where it is not EQ (`INFY`, `XYZ-BE`). Futures and options: the form
 * of the Noren order system, `NIFTY27OCT26F` and `NIFTY21AUG25C24500`; on MCX a future has no F
 * (`CRUDEOIL19OCT26`).
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
  // A name that looks as if it had a series is written with its own, so that it reads back.
  const implied = series === null || (series === MAIN_SERIES && !WITH_SERIES.test(name));
  return implied ? name : `${name}-${series}`;
}

/**
 * The inverse of `symbolOf`; `INFY-EQ` is taken for `INFY`. Null for a text in another form: BSE has
 * several of its own for futures and options (`SENSEX26O1580800CE`), which do not tell their date
 * for certain and are looked up in the instrument master.
 */
export function parseSymbol(exchange: Exchange, symbol: string): Instrument | null {
  return isCash(exchange) ? parseEquity(exchange, symbol) : parseDerivative(exchange, symbol);
}

/** The canonical text where a symbol can be parsed; otherwise the text as it is. */
export function canonicalSymbol(exchange: string, symbol: string): string {
  const known = parseExchange(exchange);
  const instrument = known && parseSymbol(known, symbol);
  return instrument ? symbolOf(instrument) : symbol;
}

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
