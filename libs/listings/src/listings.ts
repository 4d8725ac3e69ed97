import { BREEZE_SAMPLE } from './breeze/fixed-contracts';
import { generatedListings } from './contracts';
import { csvRows, type CsvRow } from './csv';
import { FLATTRADE_SAMPLE } from './flattrade/fixed-contracts';
import { INDICES } from './indices';
import type { Listing, Segment } from './listing';
import { MONTHS } from './months';
import { SHARES } from './shares';

const BREEZE_FILES: Readonly<Record<string, Segment>> = {
  'NSEScripMaster.txt': 'NSE',
  'BSEScripMaster.txt': 'BSE',
  'FONSEScripMaster.txt': 'NFO',
  'FOBSEScripMaster.txt': 'BFO',
};

/** Ticks of segments that only Flattrade lists, whose files have none. */
const OTHER_TICKS: Readonly<Partial<Record<Segment, string>>> = { CDS: '0.0025', MCX: '0.1' };

const keyOf = ({ exchange, tradingSymbol }: Listing): string => `${exchange}\n${tradingSymbol}`;

/** What is in the fixed files, by the rows that both brokers have of it. */
export const FIXED_LISTINGS: readonly Listing[] = fixedListings();

/**
 * Everything that is listed on a day, YYYY-MM-DD: the fixed instruments, of which documents and
 * tests speak, and contracts that expire in the weeks and months from that day on.
 */
export function listingsOf(day: string): Listing[] {
  const known = new Set(FIXED_LISTINGS.map(keyOf));
  const generated = generatedListings(day).filter((listing) => !known.has(keyOf(listing)));
  const tokens = new Set(FIXED_LISTINGS.map(({ token }) => token));
  return [
    ...FIXED_LISTINGS,
    ...generated.map((listing) =>
      listing.token === '' ? { ...listing, token: freeToken(keyOf(listing), tokens) } : listing,
    ),
  ];
}

export const isIndexName = (name: string): boolean => INDICES.some((index) => index.name === name);

const BASES = new Map([...SHARES, ...INDICES].map(({ name, base }) => [name, base]));

/** Where the simulated market starts an underlying or a share, in rupees. */
export const basePriceOf = (name: string): number | undefined => BASES.get(name);

/** The same for a contract on every day, unless another one had it first. */
function freeToken(key: string, taken: Set<string>): string {
  let hash = 0x811c9dc5;
  for (const letter of key) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193) >>> 0;
  let token = 100_000 + (hash % 800_000);
  while (taken.has(String(token))) token += 1;
  taken.add(String(token));
  return String(token);
}

function fixedListings(): Listing[] {
  const atBreeze = new Map<string, CsvRow>();
  for (const { name, text } of BREEZE_SAMPLE) {
    for (const row of csvRows(text)) atBreeze.set(`${BREEZE_FILES[name]} ${row.token}`, row);
  }
  return FLATTRADE_SAMPLE.flatMap(({ text }) => csvRows(text))
    .filter(({ instrument }) => instrument !== 'UNDCUR')
    .map((row) => fixedListing(row, atBreeze.get(`${row.exchange} ${row.token}`)));
}

function fixedListing(row: CsvRow, breeze: CsvRow | undefined): Listing {
  const exchange = row.exchange as Segment;
  const name = /^BSX(FUT|OPT)$/.test(row.symbol) ? 'SENSEX' : row.symbol;
  const isIndex = row.instrument === 'INDEX';
  return {
    exchange,
    token: row.token,
    name: isIndex ? 'NIFTY' : name,
    kind: kindOf(row),
    series: exchange === 'NSE' && !isIndex ? (row.tradingsymbol.split('-').at(-1) ?? null) : null,
    expiry: row.expiry ? isoDay(row.expiry) : null,
    right: row.optiontype === 'CE' || row.optiontype === 'PE' ? row.optiontype : null,
    strike: row.optiontype === 'CE' || row.optiontype === 'PE' ? String(Number(row.strike)) : null,
    lot: Number(row.lotsize),
    tick: breeze?.ticksize ?? OTHER_TICKS[exchange] ?? '0.05',
    freeze: breeze?.freezeqty ? Number(breeze.freezeqty) : null,
    tradingSymbol: row.tradingsymbol,
    shortName: breeze?.shortname ?? null,
    company: breeze?.companyname ?? name,
  };
}

function kindOf({ instrument, expiry, optiontype }: CsvRow): Listing['kind'] {
  if (instrument === 'INDEX') return 'index';
  if (!expiry) return 'share';
  return optiontype === 'XX' ? 'future' : 'option';
}

/** Of `29-DEC-2026`. */
function isoDay(text: string): string {
  const [day, name, year] = text.split('-');
  const month = MONTHS.findIndex((known) => known.toUpperCase() === name.toUpperCase()) + 1;
  return `${year}-${String(month).padStart(2, '0')}-${day}`;
}
