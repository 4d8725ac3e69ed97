import { type Instrument, parseExpiry, parseSymbol, symbolOf } from '@ome/domain';
import {
  type ContractRows,
  ContractFileRefused,
  type InstrumentFacts,
  instrumentTerms,
  type PriceUnit,
} from '@ome/engine';
import {
  type ContractSource,
  given,
  positive,
  positiveOrNull,
  contractRows,
  type Row,
  RowFault,
} from '../contract-file';
import { baseName } from '../contract-archive';
import { BREEZE } from './breeze-codes';
import { type BreezeExchange, labelOf } from './breeze-contract';
import { breezeContract, indexOfCode, isBreezeDerivatives } from './breeze-symbol';
import { PriceUnitCheck } from './price-unit';

/** The files of SecurityMaster.zip for the exchanges that Breeze trades on. */
const EXCHANGE_OF_FILE: Readonly<Record<string, BreezeExchange>> = {
  'nsescripmaster.txt': 'NSE',
  'bsescripmaster.txt': 'BSE',
  'fonsescripmaster.txt': 'NFO',
  'fobsescripmaster.txt': 'BFO',
};

const exchangeOfFile = (name: string): BreezeExchange | undefined =>
  EXCHANGE_OF_FILE[baseName(name).toLowerCase()];

/** Whether a file of an archive can be read. */
export const isSecurityMaster = (name: string): boolean => exchangeOfFile(name) !== undefined;

/**
 * Reads one of the files of Breeze's SecurityMaster.zip, by its own name (`NSEScripMaster.txt`).
 * Whether strikes and ticks are in rupees or paise is not documented: a well-known contract has to
 * show it, or the file is refused.
 * @param unit the unit that the operator names; rupees unless the file shows otherwise
 * @throws ContractFileRefused
 */
export async function* readSecurityMaster(
  source: ContractSource,
  unit: PriceUnit | null,
): ContractRows['rows'] {
  const exchange = exchangeOfFile(source.name);
  if (!exchange) {
    const names = 'NSEScripMaster, BSEScripMaster, FONSEScripMaster, FOBSEScripMaster';
    throw new ContractFileRefused(source.name, `is none of ${names} (.txt)`);
  }
  const check = new PriceUnitCheck(unit);
  const reader = exchange === 'NSE' || exchange === 'BSE' ? CASH : DERIVATIVES;
  const read = (row: Row): InstrumentFacts | null => {
    const instrument = reader.instrumentOf(exchange, row, check);
    const facts = instrument && factsOf(instrument, row, check);
    if (facts) check.look(facts);
    return facts;
  };
  const file = yield* contractRows(source, { ...reader, read });
  const doubt = check.doubt();
  if (doubt) throw new ContractFileRefused(source.name, doubt);
  return file;
}

const COMMON = ['token', 'shortname', 'series', 'ticksize', 'lotsize', 'exchangecode'];

const CASH = {
  needs: COMMON,
  uses: ['companyname', 'scripid', 'deleteflag'],
  instrumentOf: shareOf,
};

const DERIVATIVES = {
  needs: [...COMMON, 'instrumentname', 'expirydate', 'strikeprice', 'optiontype'],
  uses: ['companyname', 'freezeqty', 'deleteflag'],
  instrumentOf: derivativeOf,
};

function factsOf(instrument: Instrument, row: Row, check: PriceUnitCheck): InstrumentFacts {
  const stockCode = given(row, 'shortname');
  const contract = breezeContract(instrument, stockCode);
  if (!contract || !parseSymbol(instrument.exchange, symbolOf(instrument))) {
    throw new RowFault('exchangecode', `${row.exchangecode} is no name of a share or an index`);
  }
  const tick = positiveOrNull(row, 'ticksize');
  return {
    ...instrumentTerms(instrument),
    broker: BREEZE,
    brokerSymbol: labelOf(contract),
    stockCode,
    token: given(row, 'token'),
    name: row.companyname || null,
    lotSize: positive(row, 'lotsize'),
    tickSize: tick && check.inRupees(tick),
    freezeQty: positiveOrNull(row, 'freezeqty'),
  };
}

/** Only shares of a series that NSE's symbols can name; the file has others, such as funds. */
function shareOf(exchange: BreezeExchange, row: Row): Instrument | null {
  if (row.deleteflag === 'Y') return null;
  const code = given(row, 'exchangecode');
  if (exchange === 'NSE') {
    const series = given(row, 'series');
    return /^[A-Z0-9]{2}$/.test(series) ? { kind: 'equity', exchange, name: code, series } : null;
  }
  // If BSE's code is the number of the scrip, its id is the name.
  const name = /^\d+$/.test(code) ? given(row, 'scripid') : code;
  return { kind: 'equity', exchange: 'BSE', name, series: null };
}

function derivativeOf(
  exchange: BreezeExchange,
  row: Row,
  check: PriceUnitCheck,
): Instrument | null {
  if (row.deleteflag === 'Y' || !isBreezeDerivatives(exchange)) return null;
  const code = given(row, 'shortname');
  const underlying = indexOfCode(exchange, code) ?? given(row, 'exchangecode');
  const expiry = parseExpiry(given(row, 'expirydate'));
  if (!expiry) throw new RowFault('expirydate', `${row.expirydate} is no day such as 27-Oct-2026`);
  const terms = { exchange, underlying, expiry };
  if (row.optiontype === 'XX') return { kind: 'future', ...terms };
  if (row.optiontype !== 'CE' && row.optiontype !== 'PE') {
    throw new RowFault('optiontype', `${row.optiontype || '(nothing)'} is none of CE, PE, XX`);
  }
  const strike = check.inRupees(positive(row, 'strikeprice'));
  return { kind: 'option', ...terms, right: row.optiontype === 'CE' ? 'CALL' : 'PUT', strike };
}
