import { ImportInstruments } from '@ome/engine';
import { CONTRACT_BROKERS } from '@ome/execution-links';
import { TestApi } from '../testing/test-api';

let api: TestApi;

beforeAll(async () => {
  api = await TestApi.start();
  const imports = api.app.get(ImportInstruments, { strict: false });
  for (const broker of CONTRACT_BROKERS) {
    const sample = await imports.checkSample(broker);
    await imports.write(sample!, () => undefined);
  }
});
afterAll(() => api.stop());

const found = async (query: string): Promise<string[]> => {
  const { status, body } = await api.get(`/instruments?${query}`);
  expect(status).toBe(200);
  return body.items.map(
    ({ exchange, symbol, broker }: Record<string, string>) => `${exchange} ${symbol} ${broker}`,
  );
};

describe('GET /instruments', () => {
  it.each([
    ['search=reliance%20ind', ['BSE RELIANCE breeze', 'NSE RELIANCE breeze']],
    [
      'search=M%26M&exchange=NSE',
      ['NSE M&M breeze', 'NSE M&M flattrade', 'NSE M&MFIN breeze', 'NSE M&MFIN flattrade'],
    ],
    ['search=INFT&exchange=NSE', ['NSE INFY breeze']],
    ['underlying=USDINR&kind=future', ['CDS USDINR29DEC26F flattrade']],
    ['exchange=MCX&kind=option&broker=flattrade', ['MCX CRUDEOIL16DEC26P5500 flattrade']],
    [
      'underlying=NIFTY&broker=breeze&expiryFrom=2030-01-01',
      ['NFO NIFTY31DEC30C25000 breeze', 'NFO NIFTY31DEC30P25000 breeze'],
    ],
    ['search=NOTHING', []],
  ])('?%s', async (query, expected) => {
    expect(await found(query)).toEqual(expected);
  });

  it('goes page by page', async () => {
    const pages = async (limit: number): Promise<string[]> => {
      const seen: string[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const query = `exchange=BFO&limit=${limit}${cursor && `&cursor=${cursor}`}`;
        const { body } = await api.get(`/instruments?${query}`);
        seen.push(...body.items.map((item: Record<string, string>) => item.symbol + item.broker));
        cursor = body.nextCursor;
      }
      return seen;
    };
    const seen = await pages(20);
    expect(seen.length).toBeGreaterThan(100);
    expect(new Set(seen).size).toBe(seen.length);
    expect(await pages(500)).toEqual(seen);
  });

  it.each([
    ['exchange=NASDAQ', 'exchange'],
    ['kind=swap', 'kind'],
    ['search=', 'search'],
    ['search=%00', 'search'],
    ['expiryFrom=tomorrow', 'expiryFrom'],
    ['expiryFrom=2026-02-30', 'expiryFrom'],
    ['limit=0', 'limit'],
    ['symbol=INFY', 'symbol'],
  ])('?%s is a bad request', async (query, field) => {
    const { status, body } = await api.get(`/instruments?${query}`);
    expect(status).toBe(400);
    expect(body.errors[0].field).toBe(field);
  });

  it('refuses an invalid cursor', async () => {
    expect((await api.get('/instruments?cursor=x')).status).toBe(400);
  });
});

describe('GET /instruments/:exchange/:symbol', () => {
  it('returns the instrument of every broker', async () => {
    const { status, body } = await api.get('/instruments/NFO/BANKNIFTY21AUG25P51000');
    expect(status).toBe(200);
    const terms = {
      exchange: 'NFO',
      symbol: 'BANKNIFTY21AUG25P51000',
      kind: 'option',
      underlying: 'BANKNIFTY',
      expiry: '2025-08-21',
      right: 'PUT',
      strike: '51000',
      token: expect.any(String),
      lotSize: '15',
    };
    expect(body).toEqual({
      items: [
        {
          ...terms,
          broker: 'breeze',
          brokerSymbol: 'OPT-CNXBAN-21-Aug-2025-51000-PE',
          stockCode: 'CNXBAN',
          name: 'BANKNIFTY',
          tickSize: '0.05',
          freezeQty: '900',
        },
        {
          ...terms,
          broker: 'flattrade',
          brokerSymbol: 'BANKNIFTY21AUG25P51000',
          stockCode: null,
          name: null,
          tickSize: null,
          freezeQty: null,
        },
      ],
      nextCursor: null,
    });
  });

  it.each([
    ['NSE/INFY-EQ', 'INFY'],
    ['nse/infy-eq', 'INFY'],
    ['NSE/M%26M', 'M&M'],
    ['NSE/EQ-RELIND', 'RELIANCE'],
    ['BFO/SENSEX26DECFUT', 'SENSEX31DEC26F'],
    ['NFO/OPT-NIFTY-21-Aug-2025-24500-CE', 'NIFTY21AUG25C24500'],
  ])('%s is %s', async (path, symbol) => {
    const { body } = await api.get(`/instruments/${path}`);
    expect(body.items.map((item: Record<string, string>) => item.symbol)).toEqual([symbol, symbol]);
  });

  it.each(['NSE/NOTHING', 'NASDAQ/INFY', 'NSE/%00', 'NFO/INFY'])('%s: 404', async (path) => {
    const { status, body } = await api.get(`/instruments/${path}`);
    expect(status).toBe(404);
    expect(body).toMatchObject({ title: 'Not Found', status: 404 });
  });
});
