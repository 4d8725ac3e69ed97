import { breezeMaster, FIXED_LISTINGS, flattradeMaster, listingsOf } from './index';

const DAY = '2026-11-27';
const listings = listingsOf(DAY);
const symbols = (test: (symbol: string) => boolean) =>
  listings.map(({ tradingSymbol }) => tradingSymbol).filter(test);

it('lists each instrument once, under a token of its own', () => {
  const keys = listings.map(({ exchange, tradingSymbol }) => `${exchange} ${tradingSymbol}`);
  expect(new Set(keys).size).toBe(keys.length);
  // Currencies and the index of BSE have a token 1 each, on exchanges of their own.
  const tokens = listings.map(({ exchange, token }) => `${exchange} ${token}`);
  expect(new Set(tokens).size).toBe(tokens.length);
});

it('keeps tokens from day to day', () => {
  const next = new Map(listingsOf('2026-11-28').map((one) => [one.tradingSymbol, one.token]));
  const future = listings.find(({ tradingSymbol }) => tradingSymbol === 'ACC29DEC26F')!;
  expect(next.get('ACC29DEC26F')).toBe(future.token);
});

it.each([
  ['2026-11-27', ['01DEC26', '08DEC26', '15DEC26', '22DEC26', '29DEC26']],
  // The Tuesday of the day itself, and one moved from Republic Day.
  ['2027-01-05', ['05JAN27', '12JAN27', '19JAN27', '25JAN27', '23FEB27']],
])('has weekly and monthly contracts ahead of %s', (day, expected) => {
  const found = listingsOf(day).flatMap(({ tradingSymbol }) => {
    const [, date] = /^NIFTY(\d\d[A-Z]{3}\d\d)C25000$/.exec(tradingSymbol) ?? [];
    return date ? [date] : [];
  });
  for (const date of expected) expect(found).toContain(date);
});

it('names weekly and monthly contracts of BSE as BSE does', () => {
  expect(symbols((symbol) => symbol.startsWith('SENSEX26D'))).toEqual(
    expect.arrayContaining(['SENSEX26D0381600CE', 'SENSEX26DEC81600PE', 'SENSEX26DECFUT']),
  );
});

it.each(['NSE', 'BSE', 'NFO', 'BFO'])(
  'has some two hundred instruments of %s or more',
  (segment) => {
    expect(listings.filter(({ exchange }) => exchange === segment).length).toBeGreaterThan(190);
  },
);

it('has hundreds of instruments, with lots, ticks and freeze quantities of contracts', () => {
  expect(listings.length).toBeGreaterThan(FIXED_LISTINGS.length + 500);
  for (const { kind, exchange, lot, tick, freeze } of listings) {
    expect(Number(tick)).toBeGreaterThan(0);
    expect(lot).toBeGreaterThan(0);
    if (exchange === 'NFO' && kind !== 'share') expect(freeze).toBeGreaterThan(lot);
  }
});

it('is in the files of both brokers, with the same tokens', () => {
  const [flattrade, breeze] = [flattradeMaster(DAY), breezeMaster(DAY)].map((files) =>
    files.map(({ text }) => text).join(''),
  );
  for (const { exchange, token, tradingSymbol, shortName, kind } of listings) {
    expect(flattrade).toContain(`${exchange},${token},`);
    expect(flattrade).toContain(`,${tradingSymbol},`);
    if (shortName && kind !== 'index') expect(breeze).toContain(`"${token}"`);
  }
});
