import { Readable } from 'node:stream';
import { FLATTRADE_SAMPLE } from '@ome/listings';
import { decimal, parseSymbol, symbolOf } from '@ome/domain';
import { ContractFileRefused } from '@ome/engine';
import { wholeFile } from '../testing/whole-file';
import { readScripMaster } from './scrip-master';

const HEADER = 'Exchange,Token,Lotsize,Symbol,Tradingsymbol,Instrument,Expiry,Strike,Optiontype';

const read = (text: string) =>
  wholeFile(readScripMaster({ name: 'some.csv', content: Readable.from([text]) }));
const sample = (name: string) => read(FLATTRADE_SAMPLE.find((file) => file.name === name)!.text);
const row = async (...lines: string[]) => (await read([HEADER, ...lines].join('\n'))).rows[0];

describe('the sample', () => {
  it.each(FLATTRADE_SAMPLE)('$name reads without a fault', async ({ name }) => {
    const { rows, faults } = await sample(name);
    expect(faults).toEqual([]);
    expect(rows.length).toBeGreaterThan(1);
    for (const { exchange, symbol } of rows) {
      expect(symbolOf(parseSymbol(exchange, symbol)!)).toBe(symbol);
    }
  });

  it('has the lots of the indices, and those of the lot example', async () => {
    const { rows } = await sample('Nfo_Index_Derivatives.csv');
    const lotsOf = (isMeant: (expiry: string) => boolean) => [
      ...new Set(
        rows
          .filter(({ expiry }) => isMeant(expiry!))
          .map(({ underlying, lotSize }) => `${underlying} ${lotSize.toFixed()}`),
      ),
    ];
    const current = ['NIFTY 65', 'BANKNIFTY 30', 'FINNIFTY 60', 'MIDCPNIFTY 120'];
    expect(lotsOf((expiry) => expiry > '2026')).toEqual(current);
    expect(lotsOf((expiry) => expiry < '2026')).toEqual(['NIFTY 75', 'BANKNIFTY 15']);
  });
});

describe('a row', () => {
  it('of an option', async () => {
    expect(await row('NFO,40001,75,NIFTY,NIFTY21AUG25C24500,OPTIDX,21-AUG-2025,24500,CE')).toEqual({
      broker: 'flattrade',
      exchange: 'NFO',
      symbol: 'NIFTY21AUG25C24500',
      brokerSymbol: 'NIFTY21AUG25C24500',
      stockCode: null,
      token: '40001',
      name: null,
      kind: 'option',
      underlying: 'NIFTY',
      expiry: '2025-08-21',
      right: 'CALL',
      strike: decimal(24500),
      lotSize: decimal(75),
      tickSize: null,
      freezeQty: null,
    });
  });

  it.each([
    ['NSE,2031,1,M&M,M&M-EQ,EQ,,,', 'M&M', 'M&M-EQ'],
    ['NSE,13643,1,GTLINFRA,GTLINFRA-BE,EQ,,,', 'GTLINFRA-BE', 'GTLINFRA-BE'],
    ['BSE,500209,1,INFY,INFY,EQ,,,', 'INFY', 'INFY'],
    ['NFO,7,75,NIFTY,NIFTY24NOV26F,FUTIDX,24-NOV-2026,-0.01,XX', 'NIFTY24NOV26F', 'NIFTY24NOV26F'],
    [
      'CDS,8,1,USDINR,USDINR29DEC26C83.25,OPTCUR,29-DEC-2026,83.2500,CE',
      'USDINR29DEC26C83.25',
      'USDINR29DEC26C83.25',
    ],
    [
      'MCX,9,100,CRUDEOIL,CRUDEOIL18DEC26,FUTCOM,18-DEC-2026,0,XX',
      'CRUDEOIL18DEC26',
      'CRUDEOIL18DEC26',
    ],
    [
      'BFO,3,20,BSXOPT,SENSEX26D1780800CE,OPTIDX,17-DEC-2026,80800,CE',
      'SENSEX17DEC26C80800',
      'SENSEX26D1780800CE',
    ],
    ['BFO,4,20,SENSEX,SENSEX26DECFUT,FUTIDX,31-DEC-2026,0,XX', 'SENSEX31DEC26F', 'SENSEX26DECFUT'],
  ])('%s', async (line, symbol, brokerSymbol) => {
    expect(await row(line)).toMatchObject({ symbol, brokerSymbol });
  });

  it.each([
    ['NYSE,1,1,INFY,INFY-EQ,EQ,,,', 'exchange NYSE is unknown'],
    ['NSE,1,1,infy,infy-EQ,EQ,,,', 'tradingsymbol infy-EQ names no share'],
    ['NSE,1,0,INFY,INFY-EQ,EQ,,,', 'lotsize 0 is not above zero'],
    ['NSE,1,many,INFY,INFY-EQ,EQ,,,', 'lotsize many must be a decimal number'],
    ['NSE,,1,INFY,INFY-EQ,EQ,,,', 'token is missing'],
    [
      'NFO,1,75,NIFTY,NIFTY31FEB26F,FUTIDX,31-FEB-2026,0,XX',
      'expiry 31-FEB-2026 is no day such as 27-OCT-2026',
    ],
    ['NFO,1,75,NIFTY,X,OPTIDX,24-NOV-2026,0,CE', 'strike 0 is not above zero'],
    ['NFO,1,75,NIFTY,X,OPTIDX,24-NOV-2026,100,YY', 'optiontype YY is none of CE, PE, XX'],
    ['NFO,1,75,Nifty 50,X,FUTIDX,24-NOV-2026,0,XX', 'symbol Nifty 50 names no underlying'],
    ['NFO,1', 'symbol is missing'],
  ])('%s is a fault: %s', async (line, text) => {
    const good = 'NSE,1594,1,INFY,INFY-EQ,EQ,,,';
    const { rows, faults } = await read([HEADER, '', good, line, good].join('\n'));
    expect(rows).toHaveLength(2);
    const [field, ...why] = text.split(' ');
    expect(faults).toEqual([{ line: 4, field, why: why.join(' ') }]);
  });

  it('of an index is skipped, and blank lines at the end are ignored', async () => {
    const lines = ['NSE,26000,1,Nifty 50,Nifty 50,INDEX,,,', 'CDS,1,1,USDINR,USDINR,UNDCUR,,,'];
    const good = 'NSE,1594,1,INFY,INFY-EQ,EQ,,,';
    const { rows, faults, passedOver } = await read(
      [HEADER, ...lines, good, '', ',,,,,,,,', ''].join('\r\n'),
    );
    expect([rows.length, faults.length, passedOver]).toEqual([1, 0, 2]);
  });
});

describe('a file is refused', () => {
  it.each([
    ['Exchange,Token,Lotsize,Symbol,Instrument', 1, 'tradingsymbol', 'is missing in the header'],
    [`${HEADER}\nNSE,1,x,INFY,INFY-EQ,EQ,,,`, 2, 'lotsize', 'x must be a decimal number'],
    [`${HEADER}\n\nNSE,1,1,"INFY${'x'.repeat(100_000)}`, 3, 'row', 'cannot be read'],
  ])('%#: where in it', async (text, line, field, why) => {
    await expect(read(text)).rejects.toMatchObject({ problem: { line, field, why } });
  });

  it.each([
    ['<html><body>Not found</body></html>', 'has a header without exchange, token'],
    ['Exchange,Token,Lotsize,Symbol,Instrument\nNSE,1,1,INFY,EQ', 'without tradingsymbol'],
    [HEADER, 'holds no contract'],
    ['', 'holds no contract'],
    [`${HEADER}\nNSE,1,x,INFY,INFY-EQ,EQ,,,`, 'holds no contract; line 2: lotsize x'],
    [`${HEADER}\nNSE,1,1,"INFY${'x'.repeat(100_000)}`, 'cannot be read'],
  ])('%#: %s', async (text, why) => {
    await expect(read(text)).rejects.toThrow(ContractFileRefused);
    await expect(read(text)).rejects.toThrow(why);
  });
});
