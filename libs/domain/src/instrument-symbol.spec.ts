import fc from 'fast-check';
import { decimal } from './decimal';
import { EXCHANGES, type Exchange, exchangeOf, type Instrument, parseExchange } from './instrument';
import {
  expiryText,
  parseExpiry,
  parseIsoExpiry,
  parseSymbolExpiry,
  symbolExpiry,
} from './instrument-expiry';
import {
  canonicalSymbol,
  expiryOf,
  hasExpired,
  hasExpiredBy,
  parseSymbol,
  symbolOf,
} from './instrument-symbol';

const option = (
  exchange: 'NFO' | 'BFO' | 'CDS' | 'MCX',
  underlying: string,
  expiry: string,
  right: 'CALL' | 'PUT',
  strike: string,
): Instrument => ({ kind: 'option', exchange, underlying, expiry, right, strike: decimal(strike) });

const future = (
  exchange: 'NFO' | 'BFO' | 'CDS' | 'MCX',
  underlying: string,
  expiry: string,
): Instrument => ({ kind: 'future', exchange, underlying, expiry });

const share = (name: string, series = 'EQ'): Instrument => ({
  kind: 'equity',
  exchange: 'NSE',
  name,
  series,
});

describe('symbols', () => {
  const known: [Exchange, string, Instrument][] = [
    ['NSE', 'INFY', share('INFY')],
    ['NSE', 'M&M', share('M&M')],
    ['NSE', 'BAJAJ-AUTO', share('BAJAJ-AUTO')],
    ['NSE', 'XYZ-BE', share('XYZ', 'BE')],
    ['NSE', 'HDFC-W3-EQ', share('HDFC-W3')],
    ['BSE', 'INFY', { kind: 'equity', exchange: 'BSE', name: 'INFY', series: null }],
    ['NFO', 'NIFTY21AUG25C24500', option('NFO', 'NIFTY', '2025-08-21', 'CALL', '24500')],
    ['NFO', 'BANKNIFTY21AUG25P51000', option('NFO', 'BANKNIFTY', '2025-08-21', 'PUT', '51000')],
    ['NFO', 'NIFTYNXT5027OCT26C69000', option('NFO', 'NIFTYNXT50', '2026-10-27', 'CALL', '69000')],
    ['NFO', 'ITC27OCT26P417.5', option('NFO', 'ITC', '2026-10-27', 'PUT', '417.5')],
    ['NFO', 'NIFTY27OCT26F', future('NFO', 'NIFTY', '2026-10-27')],
    ['NFO', 'M&M24NOV26F', future('NFO', 'M&M', '2026-11-24')],
    ['CDS', 'USDINR29OCT26F', future('CDS', 'USDINR', '2026-10-29')],
    ['CDS', 'USDINR29OCT26C83.25', option('CDS', 'USDINR', '2026-10-29', 'CALL', '83.25')],
    ['MCX', 'CRUDEOIL19OCT26', future('MCX', 'CRUDEOIL', '2026-10-19')],
    ['MCX', 'GOLDM05SEP26', future('MCX', 'GOLDM', '2026-09-05')],
    ['MCX', 'NATURALGAS23NOV23P230', option('MCX', 'NATURALGAS', '2023-11-23', 'PUT', '230')],
    ['BFO', 'SENSEX15OCT26C80800', option('BFO', 'SENSEX', '2026-10-15', 'CALL', '80800')],
  ];
  it.each(known)('%s %s, both ways', (exchange, symbol, instrument) => {
    expect(parseSymbol(exchange, symbol)).toEqual(instrument);
    expect(symbolOf(instrument)).toBe(symbol);
  });

  const odd: [Exchange, string, string][] = [
    ['NSE', 'INFY-EQ', 'INFY'],
    ['CDS', 'USDINR29OCT26C83.50', 'USDINR29OCT26C83.5'],
    ['MCX', 'CRUDEOIL19OCT26F', 'CRUDEOIL19OCT26'],
    ['NSE', 'infy', 'INFY'],
    ['MCX', 'crudeoil19oct26f', 'CRUDEOIL19OCT26'],
  ];
  it.each(odd)('%s %s is read as %s', (exchange, symbol, canonical) => {
    expect(canonicalSymbol(exchange, symbol)).toBe(canonical);
  });

  const unknown: [Exchange, string, string][] = [
    ['NFO', 'NIFTY31FEB26F', 'a day that does not exist'],
    ['NFO', 'NIFTY00JAN26F', 'day zero'],
    ['NFO', 'NIFTY21AUX25C24500', 'a month that does not exist'],
    ['NFO', 'NIFTY21AUG25', 'a future without its F'],
    ['NFO', '21AUG25C24500', 'no underlying'],
    ['NFO', 'NIFTY21AUG25C', 'no strike'],
    ['NFO', 'NIFTY21AUG25C0', 'a strike of zero'],
    ['NFO', 'NIFTY21AUG25C024500', 'a strike with a leading zero'],
    ['NFO', `NIFTY21AUG25C1${'0'.repeat(40)}`, 'a strike beyond any price'],
    ['NFO', 'OPT-NIFTY-20-Oct-2026-25000-CE', 'the label of another broker'],
    ['BFO', 'SENSEX26O1580800CE', "BSE's weekly form"],
    ['BFO', 'SENSEX26OCT80800CE', "BSE's monthly form"],
    ['BFO', 'SENSEX26SEPFUT', "BSE's form of a future"],
    ['NSE', 'Nifty 50', 'a blank'],
    ['NSE', '', 'nothing'],
  ];
  it.each(unknown)('%s %s is not a symbol: %s', (exchange, symbol) => {
    expect(parseSymbol(exchange, symbol)).toBeNull();
    expect(canonicalSymbol(exchange, symbol)).toBe(symbol);
  });

  it('leaves the symbol of an unknown exchange unchanged', () => {
    expect(parseExchange('NASDAQ')).toBeNull();
    expect(canonicalSymbol('NASDAQ', 'AAPL-EQ')).toBe('AAPL-EQ');
  });
});

const CHARACTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789&-'];
const aName = fc
  .tuple(
    fc.constantFrom(...CHARACTERS.slice(0, 36)),
    fc.string({ unit: fc.constantFrom(...CHARACTERS), maxLength: 12 }),
  )
  .map(([first, rest]) => first + rest);
const aSeries = fc.string({
  unit: fc.constantFrom(...CHARACTERS.slice(0, 36)),
  minLength: 2,
  maxLength: 2,
});
const anExpiry = fc
  .date({
    min: new Date('2000-01-01T00:00:00Z'),
    max: new Date('2099-12-31T00:00:00Z'),
    noInvalidDate: true,
  })
  .map((date) => date.toISOString().slice(0, 10));
const aStrike = fc
  .tuple(fc.integer({ min: 1, max: 1_000_000_000 }), fc.integer({ min: 0, max: 4 }))
  .map(([digits, places]) => decimal(`${digits}e-${places}`));
const aDerivativesExchange = fc.constantFrom('NFO', 'BFO', 'CDS', 'MCX');

const anInstrument: fc.Arbitrary<Instrument> = fc.oneof(
  fc.record({
    kind: fc.constant('equity'),
    exchange: fc.constant('NSE'),
    name: aName,
    series: fc.oneof(fc.constant('EQ'), aSeries),
  }),
  fc.record({
    kind: fc.constant('equity'),
    exchange: fc.constant('BSE'),
    name: aName,
    series: fc.constant(null),
  }),
  fc.record({
    kind: fc.constant('future'),
    exchange: aDerivativesExchange,
    underlying: aName,
    expiry: anExpiry,
  }),
  fc.record({
    kind: fc.constant('option'),
    exchange: aDerivativesExchange,
    underlying: aName,
    expiry: anExpiry,
    right: fc.constantFrom('CALL', 'PUT'),
    strike: aStrike,
  }),
);

describe('any instrument', () => {
  it('reads back from its symbol', () => {
    fc.assert(
      fc.property(anInstrument, (instrument) => {
        expect(parseSymbol(instrument.exchange, symbolOf(instrument))).toEqual(instrument);
      }),
      { numRuns: 2_000 },
    );
  });

  it('has one canonical symbol', () => {
    fc.assert(
      fc.property(fc.constantFrom(...EXCHANGES), fc.string(), (exchange, text) => {
        const canonical = canonicalSymbol(exchange, text);
        expect(canonicalSymbol(exchange, canonical)).toBe(canonical);
      }),
    );
  });
});

describe('expiries', () => {
  it('read back from both forms of text', () => {
    fc.assert(
      fc.property(anExpiry, (expiry) => {
        expect(parseExpiry(expiryText(expiry))).toBe(expiry);
        expect(parseSymbolExpiry(symbolExpiry(expiry))).toBe(expiry);
        expect(parseIsoExpiry(expiry)).toBe(expiry);
      }),
    );
  });

  it('are written as the brokers write them', () => {
    expect(expiryText('2026-10-27')).toBe('27-Oct-2026');
    expect(parseExpiry('27-OCT-2026')).toBe('2026-10-27');
    expect(symbolExpiry('2024-02-29')).toBe('29FEB24');
  });

  it.each(['29-Feb-2026', '31-Nov-2026', '1-Nov-2026', '27-Oct-26', '27/10/2026', ''])(
    'are not days: %j',
    (text) => expect(parseExpiry(text)).toBeNull(),
  );
  it.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-1-1'])('are not ISO days: %s', (text) =>
    expect(parseIsoExpiry(text)).toBeNull(),
  );
});

it('knows the exchange of each segment', () => {
  expect(exchangeOf('NIFTY')).toBe('NFO');
  expect(exchangeOf('BANKNIFTY')).toBe('NFO');
  expect(exchangeOf('FINNIFTY')).toBe('NFO');
  expect(exchangeOf('EQUITY')).toBe('NSE');
  expect(exchangeOf('BSE_EQUITY')).toBe('BSE');
  expect(exchangeOf('SENSEX')).toBe('BFO');
  expect(exchangeOf('COMMODITY')).toBe('MCX');
});

describe('the last day of a contract, from its symbol alone', () => {
  it.each([
    ['NFO', 'NIFTY21AUG25C24500', '2025-08-21'],
    ['NFO', 'nifty27oct26f', '2026-10-27'],
    ['MCX', 'CRUDEOIL19OCT26', '2026-10-19'],
    ['BFO', 'SENSEX17DEC26C80800', '2026-12-17'],
    ['BFO', 'SENSEX26O1580800CE', '2026-10-15'],
    ['BFO', 'SENSEX5026D1780800PE', '2026-12-17'],
    ['BFO', 'SENSEX26SEPFUT', '2026-09-30'],
    ['BFO', 'BANKEX26FEB60000PE', '2026-02-28'],
    ['BFO', 'SENSEX26XXX80800PE', null],
    ['NFO', 'SENSEX26O1580800CE', null],
    ['NSE', 'INFY', null],
    ['NASDAQ', 'NIFTY21AUG25C24500', null],
  ])('%s %s: %s', (exchange, symbol, expiry) => {
    expect(expiryOf({ exchange, symbol })).toBe(expiry);
  });

  it('is a trading day, in India', () => {
    const name = { exchange: 'NFO', symbol: 'NIFTY27OCT26F' };
    expect(hasExpired(name, '2026-10-27')).toBe(false);
    expect(hasExpired(name, '2026-10-28')).toBe(true);
    expect(hasExpiredBy(name, new Date('2026-10-27T18:29:59Z'))).toBe(false);
    expect(hasExpiredBy(name, new Date('2026-10-27T18:30:00Z'))).toBe(true);
  });
});
