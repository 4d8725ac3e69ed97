import type { Listing, SampleFile } from '../listing';
import { namedDay } from '../months';
import { FIXED_LISTINGS, isIndexName, listingsOf } from '../listings';
import { BREEZE_SAMPLE } from './fixed-contracts';

const FILES = {
  NSE: 'NSEScripMaster.txt',
  BSE: 'BSEScripMaster.txt',
  NFO: 'FONSEScripMaster.txt',
  BFO: 'FOBSEScripMaster.txt',
} as const;

/** The files of Breeze's SecurityMaster.zip of a day, YYYY-MM-DD. */
export function breezeMaster(day: string): SampleFile[] {
  const generated = listingsOf(day).slice(FIXED_LISTINGS.length).filter(isListed);
  return BREEZE_SAMPLE.map(({ name, text }) => {
    const rows = generated.filter(({ exchange }) => FILES[exchange] === name).map(rowOf);
    return { name, text: [text.trimEnd(), ...rows, ''].join('\n') };
  });
}

type AtBreeze = Listing & {
  readonly exchange: keyof typeof FILES;
  readonly shortName: string;
};

const isListed = (listing: Listing): listing is AtBreeze =>
  listing.shortName !== null && listing.exchange in FILES;

function rowOf(listing: AtBreeze): string {
  const { exchange, token, shortName, series, company, tick, name } = listing;
  const quoted = (...values: readonly (string | null)[]): string =>
    values.map((value) => `"${value ?? ''}"`).join();
  if (exchange === 'NSE') {
    const none = ['', '', ''];
    return quoted(token, shortName, series, company, tick, '1', ...none, shortName, 'N', name);
  }
  if (exchange === 'BSE') {
    const head = quoted(token, shortName, 'A', company);
    return `${head},${tick},1,${quoted(token, name, company, name)}`;
  }
  const { kind, expiry, strike, right, freeze, lot } = listing;
  const type = kind === 'option' ? 'OPT' : 'FUT';
  const instrument = `${type}${isIndexName(name) ? 'IDX' : 'STK'}`;
  const contract = quoted(
    token,
    instrument,
    shortName,
    kind === 'option' ? 'OPTION' : 'FUTURE',
    namedDay(expiry!),
    strike ?? '0',
    right ?? 'XX',
  );
  return `${contract},1,${freeze},${lot},${lot},${tick},${quoted(company)},0.05,0,0,${quoted(name)}`;
}
