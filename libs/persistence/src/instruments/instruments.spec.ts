import { decimal, type Exchange, parseSymbol } from '@ome/domain';
import { type InstrumentFacts, instrumentTerms, SAMPLE_SOURCE } from '@ome/engine';
import type { Connection, mongo } from 'mongoose';
import { PageCursorInvalid } from '../page-cursor';
import { dropTestStore, openTestStore } from '../testing/test-store';
import type { InstrumentDocument } from './instrument.document';
import { InstrumentQueries } from './instrument-queries';
import { InstrumentStore } from './instrument-store';
import { MongoInstruments } from './mongo-instruments';

const facts = (
  broker: string,
  exchange: Exchange,
  symbol: string,
  fields: Partial<InstrumentFacts> = {},
): InstrumentFacts => ({
  ...instrumentTerms(parseSymbol(exchange, symbol)!),
  broker,
  brokerSymbol: symbol,
  stockCode: null,
  token: '1',
  name: null,
  lotSize: decimal(1),
  tickSize: null,
  freezeQty: null,
  ...fields,
});
const flattrade = (exchange: Exchange, symbol: string, fields?: Partial<InstrumentFacts>) =>
  facts('flattrade', exchange, symbol, fields);
const breeze = (exchange: Exchange, symbol: string, fields?: Partial<InstrumentFacts>) =>
  facts('breeze', exchange, symbol, fields);

const call = flattrade('NFO', 'NIFTY21AUG25C24500', { lotSize: decimal(75) });
const breezeCall = breeze('NFO', 'NIFTY21AUG25C24500', {
  brokerSymbol: 'OPT-NIFTY-21-Aug-2025-24500-CE',
  stockCode: 'NIFTY',
  lotSize: decimal(75),
  tickSize: decimal('0.05'),
  freezeQty: decimal(1800),
});
const sensex = flattrade('BFO', 'SENSEX17DEC26C80800', { brokerSymbol: 'SENSEX26D1780800CE' });
const reliance = breeze('NSE', 'RELIANCE', {
  brokerSymbol: 'EQ-RELIND',
  stockCode: 'RELIND',
  name: 'Reliance Industries Ltd',
});
const mahindra = flattrade('NSE', 'M&M', { brokerSymbol: 'M&M-EQ' });
const MORNING = 'morning.csv';

let connection: Connection;
let collection: mongo.Collection<InstrumentDocument>;
let store: InstrumentStore;
let instruments: MongoInstruments;
let queries: InstrumentQueries;
let today: string;

beforeAll(async () => {
  connection = await openTestStore();
  collection = connection.db!.collection('instruments');
});
afterAll(() => dropTestStore(connection));

beforeEach(async () => {
  await collection.deleteMany({});
  store = new InstrumentStore(collection);
  instruments = new MongoInstruments(collection, () => today);
  queries = new InstrumentQueries(collection, () => today);
  today = '2026-08-03';
});

/** Writes rows of any brokers, each broker's rows as one file. */
async function write(...rows: InstrumentFacts[]): Promise<void> {
  for (const broker of new Set(rows.map((row) => row.broker))) {
    const own = rows.filter((row) => row.broker === broker);
    await store.write({ broker, source: MORNING, rows: own });
  }
}
const symbols = async () =>
  (await collection.find().sort({ _id: 1 }).toArray()).map(({ _id }) => _id);

describe('the master', () => {
  it('returns what a contract file contains', async () => {
    await write(call, breezeCall);
    expect(await instruments.forBroker('flattrade', 'NFO', call.symbol)).toEqual(call);
    expect(await instruments.forBroker('breeze', 'NFO', call.symbol)).toEqual(breezeCall);
    expect(await instruments.forBroker('other', 'NFO', call.symbol)).toBeNull();
  });

  it('knows which shares have derivatives, on any exchange', async () => {
    await write(reliance, mahindra, flattrade('BFO', 'RELIANCE27AUG26F'));
    expect(await instruments.hasDerivatives('NSE', 'EQ-RELIND')).toBe(true);
    expect(await instruments.hasDerivatives('NSE', 'RELIANCE')).toBe(true);
    expect(await instruments.hasDerivatives('NSE', 'M&M')).toBe(false);
  });

  it('completes missing fields of one broker from another', async () => {
    await write(flattrade('NSE', 'ITC'), breeze('NSE', 'ITC', { tickSize: decimal('0.05') }));
    await write(call, breezeCall);
    const merged = await instruments.find('NFO', call.symbol);
    expect(merged).toMatchObject({ lotSize: decimal(75), freezeQty: decimal(1800) });
    expect((await instruments.find('NSE', 'ITC'))?.tickSize?.toFixed()).toBe('0.05');
  });

  it('uses the terms of the current day', async () => {
    const write = (validFrom: string, lot: number) =>
      store.write({
        broker: 'flattrade',
        source: MORNING,
        validFrom,
        rows: [flattrade('NFO', 'NIFTY29DEC26F', { lotSize: decimal(lot) })],
      });
    const lot = async () => {
      const master = new MongoInstruments(collection, () => today);
      return (await master.find('NFO', 'NIFTY29DEC26F'))?.lotSize.toFixed();
    };
    await write('2026-08-03', 75);
    await write('2026-08-05', 65);
    expect(await lot()).toBe('75');
    await write('2026-08-04', 75);
    today = '2026-08-04';
    expect(await lot()).toBe('75');
    today = '2026-08-05';
    expect(await lot()).toBe('65');
    await write('2026-08-05', 65);
    expect(await lot()).toBe('65');
  });

  it("prefers the contract file of the link's broker", async () => {
    const symbol = 'BANKNIFTY29DEC26F';
    const lots = (facts: InstrumentFacts | null) => facts?.lotSize.toFixed();
    const sample = breeze('NFO', symbol, { lotSize: decimal(15), freezeQty: decimal(900) });
    await store.write({ broker: 'breeze', source: SAMPLE_SOURCE, rows: [sample] });
    const own = flattrade('NFO', symbol, { lotSize: decimal(30) });
    await store.write({
      broker: 'flattrade',
      source: MORNING,
      rows: [own],
      validFrom: '2026-08-03',
    });

    expect(lots(await instruments.forLink('flattrade', 'NFO', symbol))).toBe('30');
    expect((await instruments.forLink('flattrade', 'NFO', symbol))?.freezeQty).toBeNull();
    expect(lots(await instruments.forLink('breeze', 'NFO', symbol))).toBe('15');
    // A link without a contract file uses those of brokers.
    expect(lots(await instruments.forLink('rest', 'NFO', symbol))).toBe('30');
  });

  it.each([
    ['NSE', 'M&M-EQ', 'M&M'],
    ['BFO', 'SENSEX26D1780800CE', 'SENSEX17DEC26C80800'],
    ['NSE', 'EQ-RELIND', 'RELIANCE'],
  ])('finds %s %s', async (exchange, text, symbol) => {
    await write(mahindra, sensex, reliance);
    expect((await instruments.find(exchange, text))?.symbol).toBe(symbol);
  });

  it.each([
    ['NSE', 'M'],
    ['BSE', 'M&M'],
    ['NASDAQ', 'M&M'],
    ['NSE', ''],
  ])('knows no %s %j', async (exchange, text) => {
    await write(mahindra);
    expect(await instruments.find(exchange, text)).toBeNull();
  });

  it('uses the main series if a broker has one symbol for several', async () => {
    const name = { brokerSymbol: 'EQ-XYZLIM', stockCode: 'XYZLIM' };
    await write(breeze('NSE', 'XYZ-BE', name), breeze('NSE', 'XYZ', name));
    expect(await instruments.byBrokerSymbol('breeze', 'NSE', 'EQ-XYZLIM')).toMatchObject({
      symbol: 'XYZ',
    });
  });

  it('knows the short names of companies unless they are ambiguous', async () => {
    await write(
      reliance,
      breeze('NSE', 'OLD', { stockCode: 'CODE' }),
      breeze('NSE', 'NEW', { stockCode: 'CODE' }),
      breeze('NFO', 'TATASTEEL29DEC26F', { stockCode: 'TATSTE' }),
    );
    expect(await instruments.stockCodeOf('breeze', 'NSE', 'RELIANCE')).toBe('RELIND');
    expect(await instruments.stockCodeOf('breeze', 'NFO', 'TATASTEEL')).toBe('TATSTE');
    expect(await instruments.stockCodeOf('breeze', 'NFO', 'RELIANCE')).toBeNull();
    expect(await instruments.stockCodeOf('flattrade', 'NSE', 'RELIANCE')).toBeNull();
    expect(await instruments.underlyingOf('breeze', 'NSE', 'RELIND')).toBe('RELIANCE');
    expect(await instruments.underlyingOf('breeze', 'NSE', 'CODE')).toBeNull();
    expect(await instruments.underlyingOf('breeze', 'NSE', 'RELIANCE')).toBeNull();
  });

  it('caches results, and queries the store once for concurrent look-ups', async () => {
    await write(call);
    const asked = jest.spyOn(collection, 'find');
    await Promise.all(Array.from({ length: 20 }, () => instruments.find('NFO', call.symbol)));
    await instruments.forBroker('breeze', 'NFO', call.symbol);
    expect(asked).toHaveBeenCalledTimes(1);
    asked.mockRestore();
  });

  it('does not cache a failed query', async () => {
    await write(call);
    const asked = jest.spyOn(collection, 'find').mockImplementationOnce(() => {
      throw new Error('away');
    });
    await expect(instruments.find('NFO', call.symbol)).rejects.toThrow('away');
    expect(await instruments.find('NFO', call.symbol)).not.toBeNull();
    asked.mockRestore();
  });
});

describe('an import', () => {
  const broker = 'flattrade';

  it('when repeated, writes only what changed', async () => {
    const rows = [call, mahindra];
    const first = await store.write({ broker, source: MORNING, rows });
    expect(first.written).toBe(2);
    const again = { broker, source: MORNING, rows: [{ ...call, lotSize: decimal(65) }, mahindra] };
    expect((await store.write(again)).written).toBe(1);
    expect((await store.write(again)).written).toBe(0);
    expect(await symbols()).toEqual(['NFO NIFTY21AUG25C24500 flattrade', 'NSE M&M flattrade']);
    expect((await instruments.find('NFO', call.symbol))?.lotSize.toFixed()).toBe('65');
  });

  it('removes unlisted and expired instruments of its broker only', async () => {
    const future = flattrade('NFO', 'NIFTY29DEC26F');
    await write(future, flattrade('NSE', 'GONE'), breeze('NSE', 'GONE'), breezeCall);
    const others = [flattrade('NFO', 'NIFTY29DEC26C1'), call, flattrade('NFO', 'NIFTY21AUG25P1')];
    await store.write({ broker, source: 'other.csv', rows: others });
    const { listed } = await store.write({ broker, source: MORNING, rows: [future, call] });
    const removed = await store.removeUnlisted(broker, {
      sources: [MORNING],
      listed,
      today: '2026-11-21',
    });
    expect(removed).toBe(2);
    expect(await symbols()).toEqual([
      'NFO NIFTY21AUG25C24500 breeze',
      'NFO NIFTY21AUG25C24500 flattrade',
      'NFO NIFTY29DEC26C1 flattrade',
      'NFO NIFTY29DEC26F flattrade',
      'NSE GONE breeze',
    ]);
  });

  it('replaces the sample', async () => {
    await store.write({ broker, source: SAMPLE_SOURCE, rows: [mahindra, call] });
    expect(await store.hasOwn(broker)).toBe(false);
    const { written, listed } = await store.write({ broker, source: MORNING, rows: [call] });
    expect(written).toBe(1);
    expect(await store.hasOwn(broker)).toBe(true);
    expect(await store.hasOwn('breeze')).toBe(false);
    await store.removeUnlisted(broker, { sources: [MORNING], listed, today: '2020-01-01' });
    expect(await symbols()).toEqual(['NFO NIFTY21AUG25C24500 flattrade']);
  });

  it('accepts concurrent imports of the same rows', async () => {
    const rows = Array.from({ length: 2_500 }, (_, index) => flattrade('NSE', `ATONCE${index}`));
    const listed = { broker: 'flattrade', source: MORNING, rows };
    await Promise.all([store.write(listed), store.write(listed), store.write(listed)]);
    expect(await collection.countDocuments({ _id: /^NSE ATONCE/ })).toBe(2_500);
  });

  it('writes several batches; of rows listed twice the last one counts', async () => {
    const rows = Array.from({ length: 4_500 }, (_, index) =>
      flattrade('NFO', `NIFTY29DEC26C${index + 1}`),
    );
    const progress: number[] = [];
    await store.write(
      { broker, source: MORNING, rows: [...rows, { ...rows[7], token: 'last' }] },
      (done) => progress.push(done),
    );
    expect(progress).toHaveLength(5);
    expect(progress.at(-1)).toBe(4_500);
    expect(await collection.countDocuments({})).toBe(4_500);
    expect((await instruments.find('NFO', 'NIFTY29DEC26C8'))?.token).toBe('last');
  });
});

describe('a search', () => {
  const list = async (filter: object, cursor: string | null = null, limit = 100) =>
    (await queries.page(filter, cursor, limit)).items.map(
      ({ exchange, symbol, broker }) => `${exchange} ${symbol} ${broker}`,
    );

  beforeEach(() => write(call, breezeCall, sensex, reliance, mahindra, flattrade('NSE', 'RELAXO')));

  it.each([
    [{ search: 'RELI' }, ['NSE RELIANCE breeze']],
    [{ search: 'rel' }, ['NSE RELAXO flattrade', 'NSE RELIANCE breeze']],
    [{ search: 'industries' }, ['NSE RELIANCE breeze']],
    [{ search: 'Reliance Ind' }, ['NSE RELIANCE breeze']],
    [{ search: 'RELIND' }, ['NSE RELIANCE breeze']],
    [{ search: 'M&' }, ['NSE M&M flattrade']],
    [{ search: 'SENSEX26D' }, ['BFO SENSEX17DEC26C80800 flattrade']],
    [{ search: '.*' }, []],
    [{ search: 'ELI' }, []],
    [
      { search: 'NIFTY', kind: 'option' },
      ['NFO NIFTY21AUG25C24500 breeze', 'NFO NIFTY21AUG25C24500 flattrade'],
    ],
    [{ search: 'NIFTY', broker: 'breeze' }, ['NFO NIFTY21AUG25C24500 breeze']],
    [{ search: 'NIFTY', exchange: 'NSE' }, []],
    [{ underlying: 'SENSEX' }, ['BFO SENSEX17DEC26C80800 flattrade']],
    [{ expiryFrom: '2026-01-01' }, ['BFO SENSEX17DEC26C80800 flattrade']],
    [{ exchange: 'NSE' }, ['NSE M&M flattrade', 'NSE RELAXO flattrade', 'NSE RELIANCE breeze']],
  ])('for %j', async (filter, found) => {
    expect(await list(filter)).toEqual(found);
  });

  it('returns pages that contain each instrument once', async () => {
    const seen: string[] = [];
    for (let cursor: string | null = null; ;) {
      const page = await queries.page({ search: 'R' }, cursor, 1);
      seen.push(...page.items.map(({ symbol }) => symbol));
      cursor = page.nextCursor;
      if (!cursor) break;
    }
    expect(seen).toEqual(['RELAXO', 'RELIANCE']);
  });

  it('refuses an invalid cursor', async () => {
    await expect(queries.page({}, 'x', 1)).rejects.toThrow(PageCursorInvalid);
  });

  it('shows decimals as strings', async () => {
    expect(await queries.bySymbol('NFO', call.symbol)).toEqual([
      {
        ...breezeCall,
        strike: '24500',
        lotSize: '75',
        tickSize: '0.05',
        freezeQty: '1800',
      },
      { ...call, strike: '24500', lotSize: '75' },
    ]);
  });
});

it('answers every query from an index', async () => {
  await write(
    ...Array.from({ length: 2_000 }, (_, index) =>
      breeze('NFO', `STOCK${index % 40}A29DEC26C${index + 1}`, {
        brokerSymbol: `OPT-${index}`,
        stockCode: `CODE${index % 40}`,
      }),
    ),
  );
  const examined = async (ask: () => Promise<unknown>): Promise<number> => {
    const asked = jest.spyOn(collection, 'find');
    await ask();
    const [query] = asked.mock.calls[0] as [object];
    asked.mockRestore();
    const plan = await collection.find(query).sort({ _id: 1 }).limit(11).explain('executionStats');
    expect(JSON.stringify(plan.queryPlanner.winningPlan)).not.toContain('COLLSCAN');
    return plan.executionStats.totalDocsExamined as number;
  };
  const filters = [{ search: 'STOCK7A29DEC26C8' }, { search: 'CODE9' }, { underlying: 'STOCK7A' }];
  for (const filter of [...filters, { search: 'NOTHING' }, { exchange: 'NFO' }, {}]) {
    expect(await examined(() => queries.page(filter, null, 10))).toBeLessThanOrEqual(50);
  }
  expect(await examined(() => instruments.find('NFO', 'STOCK7A29DEC26C8'))).toBe(1);
  expect(await examined(() => instruments.byBrokerSymbol('breeze', 'NFO', 'OPT-77'))).toBe(1);
});
