import {
  type DerivativesExchange,
  type Equity,
  type Future,
  type Instrument,
  isCash,
  parseExchange,
  parseExpiry,
  parseSymbol,
  symbolOf,
} from '@ome/domain';
import { type ContractRows, type InstrumentFacts, instrumentTerms } from '@ome/engine';
import {
  type ContractSource,
  given,
  positive,
  contractRows,
  type Row,
  RowFault,
} from '../contract-file';
import { FLATTRADE } from './flattrade-codes';

/** BSE's names of its index products, where the file gives them instead of the index. */
const BSE_PRODUCTS: Readonly<Record<string, string>> = {
  BSXFUT: 'SENSEX',
  BSXOPT: 'SENSEX',
  BKXFUT: 'BANKEX',
  BKXOPT: 'BANKEX',
  SX50FUT: 'SENSEX50',
  SX50OPT: 'SENSEX50',
};

/** Underlyings and indices, which are listed for their prices and cannot be traded. */
const NOT_DEALT_IN = /^(INDEX|UND.*|COM)$/;

/**
 * Reads one of Flattrade's scrip master files (`NSE_Equity.csv`, `Nfo_Index_Derivatives.csv` and so
 * on). They give neither tick size nor freeze quantity.
 * @throws ContractFileRefused
 */
export const readScripMaster = (source: ContractSource): ContractRows['rows'] =>
  contractRows(source, {
    needs: ['exchange', 'token', 'lotsize', 'symbol', 'tradingsymbol', 'instrument'],
    uses: ['expiry', 'strike', 'optiontype'],
    read: readRow,
  });

function readRow(row: Row): InstrumentFacts | null {
  if (NOT_DEALT_IN.test(row.instrument ?? '')) return null;
  const exchange = parseExchange(given(row, 'exchange'));
  if (!exchange) throw new RowFault('exchange', `${row.exchange} is unknown`);
  const instrument = isCash(exchange) ? equityOf(exchange, row) : derivativeOf(exchange, row);
  return {
    ...instrumentTerms(instrument),
    broker: FLATTRADE,
    brokerSymbol: given(row, 'tradingsymbol'),
    stockCode: null,
    token: given(row, 'token'),
    name: null,
    lotSize: positive(row, 'lotsize'),
    tickSize: null,
    freezeQty: null,
  };
}

function equityOf(exchange: 'NSE' | 'BSE', row: Row): Equity {
  const equity = parseSymbol(exchange, given(row, 'tradingsymbol'));
  if (equity?.kind !== 'equity') {
    throw new RowFault('tradingsymbol', `${row.tradingsymbol} names no share`);
  }
  return equity;
}

/** From the columns: the trading symbols of BSE are ambiguous. */
function derivativeOf(exchange: DerivativesExchange, row: Row): Instrument {
  const symbol = given(row, 'symbol');
  const underlying = BSE_PRODUCTS[symbol] ?? symbol;
  const expiry = parseExpiry(given(row, 'expiry'));
  if (!expiry) throw new RowFault('expiry', `${row.expiry} is no day such as 27-OCT-2026`);
  const instrument = withRight({ exchange, underlying, expiry }, row);
  if (!parseSymbol(exchange, symbolOf(instrument))) {
    throw new RowFault('symbol', `${symbol} names no underlying`);
  }
  return instrument;
}

function withRight(terms: Omit<Future, 'kind'>, row: Row): Instrument {
  switch (row.optiontype) {
    case 'XX':
      return { kind: 'future', ...terms };
    case 'CE':
      return { kind: 'option', ...terms, right: 'CALL', strike: positive(row, 'strike') };
    case 'PE':
      return { kind: 'option', ...terms, right: 'PUT', strike: positive(row, 'strike') };
    default:
      throw new RowFault('optiontype', `${row.optiontype || '(nothing)'} is none of CE, PE, XX`);
  }
}
