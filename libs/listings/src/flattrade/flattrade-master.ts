import type { Listing, SampleFile } from '../listing';
import { namedDay } from '../months';
import { FIXED_LISTINGS, isIndexName, listingsOf } from '../listings';
import { FLATTRADE_SAMPLE } from './fixed-contracts';

/** Flattrade's scrip master files of a day, YYYY-MM-DD. */
export function flattradeMaster(day: string): SampleFile[] {
  const generated = listingsOf(day).slice(FIXED_LISTINGS.length);
  return FLATTRADE_SAMPLE.map(({ name, text }) => {
    const rows = generated.filter((listing) => fileOf(listing) === name).map(rowOf);
    // The file of BSE ends with blank lines.
    const end = text.slice(text.trimEnd().length);
    return { name, text: `${[text.trimEnd(), ...rows].join('\n')}${end}` };
  });
}

function fileOf({ exchange, name }: Listing): string {
  switch (exchange) {
    case 'NSE':
      return 'NSE_Equity.csv';
    case 'BSE':
      return 'BSE_Equity.csv';
    case 'BFO':
      return 'Bfo_Index_Derivatives.csv';
    case 'NFO':
      return isIndexName(name) ? 'Nfo_Index_Derivatives.csv' : 'Nfo_Equity_Derivatives.csv';
    case 'CDS':
      return 'Currency_Derivatives.csv';
    case 'MCX':
      return 'Commodity.csv';
  }
}

function rowOf(listing: Listing): string {
  const { exchange, token, lot, name, kind, tradingSymbol, expiry, right, strike } = listing;
  const head = [exchange, token, lot];
  if (kind === 'index') return [...head, tradingSymbol, tradingSymbol, 'INDEX', '', '', ''].join();
  if (kind === 'share') return [...head, name, tradingSymbol, 'EQ', '', '', ''].join();
  const [type, product] = kind === 'option' ? ['OPT', 'BSXOPT'] : ['FUT', 'BSXFUT'];
  const symbol = exchange === 'BFO' ? product : name;
  const instrument = `${type}${isIndexName(name) ? 'IDX' : 'STK'}`;
  const terms = [namedDay(expiry!).toUpperCase(), strike ?? '0', right ?? 'XX'];
  return [...head, symbol, tradingSymbol, instrument, ...terms].join();
}
