import { BREEZE_SAMPLE } from '@ome/listings';
import { Readable } from 'node:stream';
import { decimal } from '@ome/domain';
import type { PriceUnit } from '@ome/engine';
import { wholeFile } from '../testing/whole-file';
import { contractOfLabel } from './breeze-contract';
import { readSecurityMaster } from './security-master';

const read = (name: string, text: string, unit: PriceUnit | null = null) =>
  wholeFile(readSecurityMaster({ name, content: Readable.from([text]) }, unit));
const sampleText = (name: string): string => BREEZE_SAMPLE.find((file) => file.name === name)!.text;
const sample = (name: string) => read(name, sampleText(name));

describe('the sample', () => {
  it.each(BREEZE_SAMPLE)('$name reads without a fault', async ({ name }) => {
    const { rows, faults } = await sample(name);
    expect(faults).toEqual([]);
    expect(rows.length).toBeGreaterThan(1);
    for (const { exchange, brokerSymbol, stockCode } of rows) {
      expect(contractOfLabel(exchange, brokerSymbol)?.stock_code).toBe(stockCode);
    }
  });

  it('has the short names of companies beside their names on the exchange', async () => {
    const { rows } = await sample('NSEScripMaster.txt');
    expect(rows.map(({ symbol, brokerSymbol }) => [symbol, brokerSymbol])).toEqual(
      expect.arrayContaining([
        ['ICICIBANK', 'EQ-ICIBAN'],
        ['RELIANCE', 'EQ-RELIND'],
        ['ITC', 'EQ-ITC'],
        ['INFY', 'EQ-INFTEC'],
        ['M&M', 'EQ-MAHMAH'],
        ['GTLINFRA-BE', 'EQ-GTLINF'],
      ]),
    );
  });

  it('has the lots and freeze quantities of the indices in 2026', async () => {
    const files = await Promise.all(['FONSEScripMaster.txt', 'FOBSEScripMaster.txt'].map(sample));
    const current = files
      .flatMap(({ rows }) => rows)
      .filter(({ expiry, name, underlying }) => expiry! > '2026' && name === underlying)
      .map(({ underlying, lotSize, freezeQty }) =>
        [underlying, lotSize.toFixed(), freezeQty?.toFixed() ?? 'none'].join(' '),
      );
    expect([...new Set(current)]).toEqual([
      'NIFTY 65 1800',
      'BANKNIFTY 30 600',
      'FINNIFTY 60 1800',
      'MIDCPNIFTY 120 2800',
      'SENSEX 20 1000',
    ]);
  });

  it('has an option whole', async () => {
    const { rows } = await sample('FONSEScripMaster.txt');
    expect(rows.find(({ symbol }) => symbol === 'BANKNIFTY21AUG25P51000')).toEqual({
      broker: 'breeze',
      exchange: 'NFO',
      symbol: 'BANKNIFTY21AUG25P51000',
      brokerSymbol: 'OPT-CNXBAN-21-Aug-2025-51000-PE',
      stockCode: 'CNXBAN',
      token: expect.any(String),
      name: 'BANKNIFTY',
      kind: 'option',
      underlying: 'BANKNIFTY',
      expiry: '2025-08-21',
      right: 'PUT',
      strike: decimal(51000),
      lotSize: decimal(15),
      tickSize: decimal('0.05'),
      freezeQty: decimal(900),
    });
  });
});

const FO_HEADER =
  '"Token","InstrumentName","ShortName","Series","ExpiryDate","StrikePrice","OptionType","FreezeQty","LotSize","TickSize","CompanyName","ExchangeCode"';
const CASH_HEADER =
  '"Token", "ShortName", "Series", "CompanyName", "ticksize", "Lotsize", "ExchangeCode"';
const nifty = (strike: string, tick: string): string =>
  `"1","OPTIDX","NIFTY","OPTION","29-Dec-2026","${strike}","CE",0,75,${tick},"NIFTY","NIFTY"`;
const itc = (tick: string): string => `"1","ITC","EQ","ITC, LIMITED","${tick}","1","ITC"`;
const files = (header: string, ...rows: string[]): string => [header, ...rows].join('\n');

describe('the unit of prices', () => {
  it.each([
    [null, '24500', '0.05', '24500', '0.05'],
    ['rupees', '24500', '0.05', '24500', '0.05'],
    ['paise', '2450000', '5', '24500', '0.05'],
  ] as const)('is %s for %s', async (unit, strike, tick, rupees, tickInRupees) => {
    const text = files(FO_HEADER, nifty(strike, tick));
    const [row] = (await read('FONSEScripMaster.txt', text, unit)).rows;
    expect(row?.strike?.toFixed()).toBe(rupees);
    expect(row?.tickSize?.toFixed()).toBe(tickInRupees);
    expect(row?.freezeQty).toBeNull();
  });

  it.each([
    [null, '2450000', '5', 'seems to have its prices in paise: in rupees, NIFTY29DEC26C2450000'],
    [null, '24500', '5', 'would have a tick of 5 rupees; if so, import it with --unit paise'],
    ['rupees', '2450000', '5', 'would have a strike of 2450000 rupees'],
    ['paise', '24500', '0.05', 'seems to have its prices in rupees: in paise, NIFTY29DEC26C240'],
  ] as const)('is not %s for %s and %s', async (unit, strike, tick, why) => {
    const text = files(FO_HEADER, nifty('24000', '0.05'), nifty(strike, tick));
    await expect(read('FONSEScripMaster.txt', text, unit)).rejects.toThrow(why);
  });

  it.each([
    [null, '0.05', '0.05'],
    ['paise', '5', '0.05'],
  ] as const)('of shares is %s for a tick of %s', async (unit, tick, rupees) => {
    const { rows } = await read('NSEScripMaster.txt', files(CASH_HEADER, itc(tick)), unit);
    expect(rows[0]?.tickSize?.toFixed()).toBe(rupees);
    expect(rows[0]?.name).toBe('ITC, LIMITED');
  });

  it.each([
    [null, '5'],
    ['paise', '0.05'],
  ] as const)('of shares is not %s for a tick of %s', async (unit, tick) => {
    const text = files(CASH_HEADER, itc(tick));
    await expect(read('NSEScripMaster.txt', text, unit)).rejects.toThrow('a tick of');
  });

  it('has to be named if no well-known contract shows it', async () => {
    const text = files(CASH_HEADER, '"1","TESTCO","EQ","TEST","0.05","1","TESTCO"');
    await expect(read('NSEScripMaster.txt', text)).rejects.toThrow('say which with --unit');
    expect((await read('NSEScripMaster.txt', text, 'rupees')).rows).toHaveLength(1);
  });
});

describe('a row', () => {
  it.each([
    [
      '"1","FUTSTK","ICIBAN","FUTURE","29-Dec-2026","0","XX",0,800,0.1,"","ICICI BANK"',
      'exchangecode ICICI BANK is no name of a share or an index',
    ],
    [
      '"1","FUTSTK","ICIBAN","FUTURE","29-12-2026","0","XX",0,800,0.1,"","ICICIBANK"',
      'expirydate 29-12-2026 is no day such as 27-Oct-2026',
    ],
    [
      '"1","OPTSTK","ICIBAN","OPTION","29-Dec-2026","0","CE",0,800,0.1,"","ICICIBANK"',
      'strikeprice 0 is not above zero',
    ],
    [
      '"1","OPTSTK","ICIBAN","OPTION","29-Dec-2026","1","CA",0,800,0.1,"","ICICIBANK"',
      'optiontype CA is none of CE, PE, XX',
    ],
    [
      '"1","OPTSTK","","OPTION","29-Dec-2026","1","CE",0,800,0.1,"","ICICIBANK"',
      'shortname is missing',
    ],
  ])('%s is a fault', async (line, text) => {
    const { rows, faults } = await read(
      'FONSEScripMaster.txt',
      files(FO_HEADER, nifty('24500', '0.05'), line),
    );
    expect(rows).toHaveLength(1);
    const [field, ...why] = text.split(' ');
    expect(faults).toEqual([{ line: 3, field, why: why.join(' ') }]);
  });

  it('of BSE goes by the id of the scrip where the code is its number', async () => {
    const header = '"Token","ShortName","Series","TickSize","LotSize","ScripID","ExchangeCode"';
    const text = files(header, '"500875","ITC","A",0.05,1,"ITC","500875"');
    expect((await read('BSEScripMaster.txt', text)).rows[0]).toMatchObject({ symbol: 'ITC' });
  });
});

describe('a file', () => {
  it('goes by its own name', async () => {
    await expect(read('instruments.txt', sampleText('NSEScripMaster.txt'))).rejects.toThrow(
      'is none of NSEScripMaster',
    );
    const { rows } = await read('morning/nsescripmaster.TXT', sampleText('NSEScripMaster.txt'));
    expect(rows[0]?.exchange).toBe('NSE');
  });

  it('with the header of another is refused', async () => {
    await expect(read('FONSEScripMaster.txt', sampleText('NSEScripMaster.txt'))).rejects.toThrow(
      'without instrumentname',
    );
  });
});
