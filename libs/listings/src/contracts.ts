import { monthlyExpiries, weeklyExpiries } from './expiries';
import { INDICES, type Index } from './indices';
import type { Listing } from './listing';
import { MONTHS } from './months';
import { SHARES, type Share } from './shares';
import { tickAt } from './ticks';

const SERIES = 3;
/** Strikes on each side of the base. */
const INDEX_STRIKES = 10;
const SHARE_STRIKES = 2;
/** The shares that have options here; at the exchange all with futures have. */
const SHARES_WITH_OPTIONS = 10;

type Contract = Pick<Listing, 'expiry' | 'right' | 'strike'> & {
  readonly expiry: string;
  readonly monthly: boolean;
};

/** All that is listed on a day whose contracts are generated, without those of the fixed files. */
export function generatedListings(today: string): Listing[] {
  return [
    ...SHARES.flatMap(sharesOf),
    ...INDICES.map(spotOf),
    ...INDICES.flatMap((index) => contractsOfIndex(index, today)),
    ...SHARES.filter(({ lot }) => lot > 0).flatMap((share, rank) =>
      contractsOfShare(share, today, rank < SHARES_WITH_OPTIONS),
    ),
  ];
}

function sharesOf(share: Share): Listing[] {
  const { name, shortName, company, base, nseToken, bseToken } = share;
  const series = name === 'GTLINFRA' ? 'BE' : 'EQ';
  const none = { expiry: null, right: null, strike: null, freeze: null };
  const common = { ...none, kind: 'share' as const, name, shortName, company, lot: 1 };
  const tick = (exchange: string): string =>
    tickAt({ exchange, isIndex: false, isOption: false }, base);
  return [
    {
      ...common,
      exchange: 'NSE',
      token: nseToken,
      series,
      tradingSymbol: `${name}-${series}`,
      tick: tick('NSE'),
    },
    {
      ...common,
      exchange: 'BSE',
      token: bseToken,
      series: null,
      tradingSymbol: name,
      tick: tick('BSE'),
    },
  ];
}

/** The index itself: it has a price, and cannot be traded. */
const spotOf = ({ name, exchange, spot }: Index): Listing => ({
  exchange: exchange === 'NFO' ? 'NSE' : 'BSE',
  token: spot.token,
  name,
  kind: 'index',
  series: null,
  expiry: null,
  right: null,
  strike: null,
  lot: 1,
  tick: '0.05',
  freeze: null,
  tradingSymbol: spot.tradingSymbol,
  shortName: null,
  company: name,
});

function contractsOfIndex(index: Index, today: string): Listing[] {
  const { name, exchange, shortName, lot, freeze, base, strikeStep, expiryDay, weeks } = index;
  const months = monthlyExpiries(today, expiryDay, SERIES);
  const dated = new Set([...weeklyExpiries(today, expiryDay, weeks), ...months.slice(0, 2)]);
  const contracts: Contract[] = [
    ...months.map((expiry) => ({ expiry, right: null, strike: null, monthly: true })),
    ...[...dated].toSorted().flatMap((expiry) =>
      strikesAround(base, strikeStep, INDEX_STRIKES).flatMap((strike) =>
        (['CE', 'PE'] as const).map((right) => {
          return { expiry, right, strike, monthly: months.includes(expiry) };
        }),
      ),
    ),
  ];
  const common = { exchange, name, shortName, company: name, lot, freeze };
  return contracts.map((contract) => listingOf(common, contract, true, base));
}

function contractsOfShare(share: Share, today: string, withOptions: boolean): Listing[] {
  const { name, shortName, company, lot, base, strikeStep } = share;
  const months = monthlyExpiries(today, 2, SERIES);
  const strikes = withOptions ? strikesAround(base, strikeStep, SHARE_STRIKES) : [];
  const contracts: Contract[] = [
    ...months.map((expiry) => ({ expiry, right: null, strike: null, monthly: true })),
    ...strikes.flatMap((strike) =>
      (['CE', 'PE'] as const).map((right) => ({ expiry: months[0], right, strike, monthly: true })),
    ),
  ];
  const common = { exchange: 'NFO' as const, name, shortName, company, lot, freeze: lot * 40 };
  return contracts.map((contract) => listingOf(common, contract, false, base));
}

function listingOf(
  common: Pick<Listing, 'exchange' | 'name' | 'shortName' | 'company' | 'lot' | 'freeze'>,
  { expiry, right, strike, monthly }: Contract,
  isIndex: boolean,
  base: number,
): Listing {
  const { exchange, name } = common;
  const isOption = right !== null;
  const tradingSymbol =
    exchange === 'BFO'
      ? bseSymbol(name, expiry, right, strike, monthly)
      : nseSymbol(name, expiry, right, strike);
  return {
    ...common,
    token: '',
    kind: isOption ? 'option' : 'future',
    series: null,
    expiry,
    right,
    strike,
    tick: tickAt({ exchange, isIndex, isOption }, base),
    tradingSymbol,
  };
}

function strikesAround(base: number, step: number, each: number): string[] {
  const middle = Math.round(base / step);
  return Array.from({ length: 2 * each + 1 }, (_, index) => String((middle - each + index) * step));
}

type Option = readonly [right: 'CE' | 'PE' | null, strike: string | null];

/** As Flattrade names contracts of NSE: NIFTY29DEC26C25000, NIFTY29DEC26F. */
export function nseSymbol(name: string, expiry: string, ...[right, strike]: Option): string {
  const [year, month, day] = expiry.split('-');
  const date = `${day}${monthOf(month)}${year.slice(2)}`;
  return right ? `${name}${date}${right.charAt(0)}${strike}` : `${name}${date}F`;
}

/** As BSE names them: SENSEX26D1780800CE in a week, SENSEX26DEC80800PE and SENSEX26DECFUT in a month. */
function bseSymbol(
  name: string,
  expiry: string,
  right: 'CE' | 'PE' | null,
  strike: string | null,
  monthly: boolean,
): string {
  const [year, month, day] = expiry.split('-');
  const monthName = monthOf(month);
  const monthLetter = Number(month) < 10 ? String(Number(month)) : monthName.charAt(0);
  const date = `${year.slice(2)}${monthly ? monthName : `${monthLetter}${day}`}`;
  return right ? `${name}${date}${strike}${right}` : `${name}${date}FUT`;
}

const monthOf = (number: string): string => MONTHS[Number(number) - 1].toUpperCase();
