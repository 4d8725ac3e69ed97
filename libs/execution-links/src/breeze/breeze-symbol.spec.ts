import { decimal, type Exchange, parseSymbol, symbolOf } from '@ome/domain';
import type { InstrumentFacts } from '@ome/engine';
import { KnownInstruments } from '../../../engine/src/testing/known-instruments';
import { contractOfLabel, labelOf } from './breeze-contract';
import { BREEZE } from './breeze-codes';
import { breezeContract, BreezeSymbols, instrumentOf } from './breeze-symbol';

function row(exchange: Exchange, symbol: string, name: string, stockCode: string): InstrumentFacts {
  const instrument = parseSymbol(exchange, symbol)!;
  return {
    broker: BREEZE,
    exchange,
    symbol,
    brokerSymbol: labelOf(breezeContract(instrument, stockCode)!),
    stockCode,
    token: '1',
    name: null,
    kind: instrument.kind,
    underlying: name,
    expiry: null,
    right: null,
    strike: null,
    lotSize: decimal(1),
    tickSize: null,
    freezeQty: null,
  };
}

const symbols = new BreezeSymbols(
  new KnownInstruments([
    row('NSE', 'ICICIBANK', 'ICICIBANK', 'ICIBAN'),
    row('NSE', 'RELIANCE', 'RELIANCE', 'RELIND'),
    row('NSE', 'XYZ-BE', 'XYZ', 'XYZLIM'),
    row('NSE', 'OLDNAME', 'OLDNAME', 'RENAME'),
    row('NSE', 'NEWNAME', 'NEWNAME', 'RENAME'),
    row('NFO', 'TATASTEEL24NOV26F', 'TATASTEEL', 'TATSTE'),
  ]),
);

describe('a symbol in the codes of Breeze', () => {
  it.each([
    ['NSE', 'RELIANCE', 'EQ-RELIND'],
    ['NSE', 'RELIANCE-EQ', 'EQ-RELIND'],
    ['NSE', 'XYZ-BE', 'EQ-XYZLIM'],
    ['NFO', 'TATASTEEL24NOV26F', 'FUT-TATSTE-24-Nov-2026'],
    ['NFO', 'TATASTEEL24NOV26C170', 'OPT-TATSTE-24-Nov-2026-170-CE'],
    ['NFO', 'ICICIBANK25AUG22F', 'FUT-ICIBAN-25-Aug-2022'],
    ['NFO', 'NIFTY20OCT26C25000', 'OPT-NIFTY-20-Oct-2026-25000-CE'],
    ['NFO', 'BANKNIFTY27OCT26P51000', 'OPT-CNXBAN-27-Oct-2026-51000-PE'],
    ['NFO', 'FINNIFTY27OCT26F', 'FUT-NIFFIN-27-Oct-2026'],
    ['NFO', 'MIDCPNIFTY27OCT26F', 'FUT-NIFSEL-27-Oct-2026'],
    ['BFO', 'SENSEX15OCT26C80800', 'OPT-BSESEN-15-Oct-2026-80800-CE'],
  ])('%s %s is %s, both ways', async (exchange, symbol, label) => {
    const contract = (await symbols.contractOf(exchange, symbol))!;
    expect(labelOf(contract)).toBe(label);
    expect(await symbols.symbolOf(contract)).toBe(symbol.replace('-EQ', ''));
    expect(await symbols.contractOf(exchange, label)).toEqual(contract);
  });

  it.each([
    ['NSE', 'ITC'],
    ['NSE', 'RELIND'],
    ['NFO', 'ITC24NOV26F'],
    ['BFO', 'SENSEX26O1580800CE'],
    ['CDS', 'USDINR29OCT26F'],
    ['MCX', 'CRUDEOIL19OCT26'],
    ['NASDAQ', 'AAPL'],
  ])('%s %s has no known code, and none is guessed', async (exchange, symbol) => {
    expect(await symbols.contractOf(exchange, symbol)).toBeNull();
  });

  it.each([
    ['NSE', 'EQ-NOBODY'],
    ['NFO', 'FUT-NOBODY-24-Nov-2026'],
    ['NFO', 'FUT-RENAME-24-Nov-2026'],
  ])('%s %s stays the label if its name is unknown or ambiguous', async (exchange, label) => {
    expect(await symbols.symbolOf(contractOfLabel(exchange, label)!)).toBe(label);
  });
});

it.each([
  ['NSE', 'INFY'],
  ['BSE', 'INFY'],
  ['NFO', 'INFY24NOV26F'],
  ['NFO', 'INFY24NOV26P1500'],
] as const)('%s %s and its contract convert into each other', (exchange, symbol) => {
  const instrument = parseSymbol(exchange, symbol)!;
  const contract = breezeContract(instrument, 'INFTEC')!;
  expect(contract.stock_code).toBe('INFTEC');
  expect(symbolOf(instrumentOf(contract, 'INFY'))).toBe(symbol);
});
