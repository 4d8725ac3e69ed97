import { decimal, type Instrument, parseExpiry, parseSymbol } from '@ome/domain';
import type { InstrumentFacts } from '@ome/engine';
import fc from 'fast-check';
import { KnownInstruments } from '../../../engine/src/testing/known-instruments';
import { FLATTRADE } from './flattrade-codes';
import { flattradeSymbol, FlattradeSymbols, parseFlattradeSymbol } from './flattrade-symbol';

const optionSymbol = (underlying: string, expiry: string, right: 'CE' | 'PE', strike: number) =>
  flattradeSymbol({
    kind: 'option',
    exchange: 'NFO',
    underlying,
    expiry: parseExpiry(expiry)!,
    right: right === 'CE' ? 'CALL' : 'PUT',
    strike: decimal(strike),
  });

describe('trading symbols of Flattrade', () => {
  it('are generated for options from underlying, expiry, type and strike', () => {
    expect(optionSymbol('NIFTY', '21-Aug-2025', 'CE', 24500)).toBe('NIFTY21AUG25C24500');
    expect(optionSymbol('NIFTY', '21-Aug-2025', 'PE', 24500)).toBe('NIFTY21AUG25P24500');
    expect(optionSymbol('BANKNIFTY', '21-Aug-2025', 'PE', 51000)).toBe('BANKNIFTY21AUG25P51000');
  });

  it.each([
    ['NSE', 'INFY', 'INFY-EQ'],
    ['NSE', 'XYZ-BE', 'XYZ-BE'],
    ['NSE', 'M&M', 'M&M-EQ'],
    ['NSE', 'BAJAJ-AUTO', 'BAJAJ-AUTO-EQ'],
    ['BSE', 'INFY', 'INFY'],
    ['NFO', 'NIFTY27OCT26F', 'NIFTY27OCT26F'],
    ['CDS', 'USDINR29OCT26F', 'USDINR29OCT26F'],
    ['MCX', 'CRUDEOIL19OCT26', 'CRUDEOIL19OCT26'],
    ['MCX', 'NATURALGAS23NOV23P230', 'NATURALGAS23NOV23P230'],
  ] as const)('%s %s is %s, both ways', (exchange, symbol, tsym) => {
    const instrument = parseSymbol(exchange, symbol) as Instrument;
    expect(flattradeSymbol(instrument)).toBe(tsym);
    expect(parseFlattradeSymbol(exchange, tsym)).toEqual(instrument);
  });

  it('can be read back for any share', () => {
    const name = fc.stringMatching(/^[A-Z][A-Z0-9&-]{0,9}$/);
    const series = fc.stringMatching(/^[A-Z0-9]{2}$/);
    fc.assert(
      fc.property(name, series, (shareName, shareSeries) => {
        const share = {
          kind: 'equity',
          exchange: 'NSE',
          name: shareName,
          series: shareSeries,
        } as const;
        expect(parseFlattradeSymbol('NSE', flattradeSymbol(share)!)).toEqual(share);
      }),
    );
  });

  it('are never built or read for BFO', () => {
    const instrument = parseSymbol('BFO', 'SENSEX15OCT26C80800')!;
    expect(flattradeSymbol(instrument)).toBeNull();
    expect(parseFlattradeSymbol('BFO', 'SENSEX15OCT26C80800')).toBeNull();
    expect(flattradeSymbol(instrument, { brokerSymbol: 'SENSEX26O1580800CE' })).toBe(
      'SENSEX26O1580800CE',
    );
  });
});

describe('with the contract file', () => {
  const sensex: InstrumentFacts = {
    broker: FLATTRADE,
    exchange: 'BFO',
    symbol: 'SENSEX15OCT26C80800',
    brokerSymbol: 'SENSEX26O1580800CE',
    stockCode: null,
    token: '842625',
    name: null,
    kind: 'option',
    underlying: 'SENSEX',
    expiry: '2026-10-15',
    right: 'CALL',
    strike: decimal(80800),
    lotSize: decimal(20),
    tickSize: null,
    freezeQty: null,
  };
  const symbols = new FlattradeSymbols(new KnownInstruments([sensex]));

  it.each([
    ['BFO', 'SENSEX15OCT26C80800', 'SENSEX26O1580800CE'],
    ['BFO', 'SENSEX26O1580800CE', 'SENSEX26O1580800CE'],
    ['NFO', 'NIFTY27OCT26F', 'NIFTY27OCT26F'],
    ['NSE', 'INFY', 'INFY-EQ'],
    ['NSE', 'INFY-EQ', 'INFY-EQ'],
  ])('%s %s is sent as %s', async (exchange, symbol, tsym) => {
    expect(await symbols.tsymOf(exchange, symbol)).toBe(tsym);
  });

  it.each([
    ['BFO', 'SENSEX15OCT26C99999'],
    ['NFO', 'NIFTY'],
    ['NASDAQ', 'AAPL'],
  ])('%s %s is not sent', async (exchange, symbol) => {
    expect(await symbols.tsymOf(exchange, symbol)).toBeNull();
  });

  it.each([
    ['BFO', 'SENSEX26O1580800CE', 'SENSEX15OCT26C80800'],
    ['BFO', 'SENSEX26OCT99999CE', 'SENSEX26OCT99999CE'],
    ['NSE', 'INFY-EQ', 'INFY'],
    ['NFO', 'NIFTY27OCT26F', 'NIFTY27OCT26F'],
  ])('%s %s is reported as %s', async (exch, tsym, symbol) => {
    expect(await symbols.nameOf(exch, tsym)).toMatchObject({ symbol });
  });
});
