import { unzipSync } from 'fflate';
import { breezeMaster, flattradeMaster, listingsOf } from '@ome/listings';
import { tradingDate } from '../brokers/indian-time';
import { breezeAccount, BreezeClient, sharesOrder, type BreezeRow } from '../testing/breeze-client';
import { FixedClock } from '../testing/fixed-clock';
import { flattradeAccount, FlattradeClient, type NorenReply } from '../testing/flattrade-client';
import { eventually, Harness } from '../testing/harness';

const clock = new FixedClock(new Date());
const DAY = tradingDate(clock.now());
/** The call of NIFTY that is nearest to expiring, but does not today. */
const call = listingsOf(DAY)
  .filter(({ name, right, strike }) => name === 'NIFTY' && right === 'CE' && strike === '25000')
  .filter(({ expiry }) => expiry! > DAY)
  .toSorted((left, right) => left.expiry!.localeCompare(right.expiry!))[0];
let sim: Harness;
let flattrade: FlattradeClient;
let breeze: BreezeClient;
beforeAll(async () => {
  const brokers = [flattradeAccount(), breezeAccount()];
  sim = await Harness.start(1, { brokers, limitFactor: 1_000, market: true }, clock);
  flattrade = await FlattradeClient.logIn(sim);
  breeze = await BreezeClient.logIn(sim);
  // Prices stand still unless a test moves them, and are looked at a hundred times a second.
  await sim.call('PUT', '/control/market', { volatility: 0, speed: 100 });
});
afterAll(() => sim.stop());
afterEach(async () => {
  await sim.call('DELETE', '/ledger');
  await sim.call('DELETE', '/control');
});

const acc = {
  exch: 'NSE',
  tsym: 'ACC-EQ',
  qty: '10',
  prc: '1900',
  dscqty: '0',
  prd: 'C',
  trantype: 'B',
  prctyp: 'LMT',
  ret: 'DAY',
};
const place = (fields: object = {}) => flattrade.call('PlaceOrder', { ...acc, ...fields });
const placed = async (fields: object = {}): Promise<string> => {
  const reply = await place(fields);
  expect(reply).toMatchObject({ stat: 'Ok' });
  return reply.norenordno;
};
const row = async (orderId: string): Promise<NorenReply> =>
  (await flattrade.list('OrderBook')).find(({ norenordno }) => norenordno === orderId)!;
const shows = (orderId: string, expected: object) =>
  eventually(async () => expect(await row(orderId)).toMatchObject(expected));
const setPrice = (price: string) => sim.call('PUT', '/control/prices/ACC-EQ', { price });

describe('an order at the market', () => {
  it('is filled at the prices of the book, not at its own', async () => {
    const { sp1 } = await flattrade.call('GetQuotes', { exch: 'NSE', token: '22' });
    await shows(await placed({ qty: '1' }), { status: 'COMPLETE', avgprc: sp1 });
  });

  it('rests below the market until the market comes to it', async () => {
    const orderId = await placed({ prc: '1750' });
    await sim.quiet();
    expect(await row(orderId)).toMatchObject({ status: 'OPEN', fillshares: '0' });
    await setPrice('1740');
    await shows(orderId, { status: 'COMPLETE', avgprc: '1740.05' });
  });

  it('waits for its trigger, and is a limit order then', async () => {
    const orderId = await placed({ prctyp: 'SL-LMT', trgprc: '1950', prc: '1960' });
    await sim.quiet();
    expect(await row(orderId)).toMatchObject({ status: 'TRIGGER_PENDING' });
    await setPrice('1955');
    await shows(orderId, { status: 'COMPLETE', avgprc: '1955.05' });
  });

  it('is filled in part where the book has no more, and at worse and worse prices', async () => {
    const orderId = await placed({ qty: '1000000', prc: '2000' });
    await eventually(async () =>
      expect(Number((await row(orderId)).fillshares)).toBeGreaterThan(0),
    );
    expect(await row(orderId)).toMatchObject({ status: 'OPEN' });
    const fills = (await flattrade.list('TradeBook')).map(({ flprc }) => Number(flprc));
    expect(fills.slice(0, 5)).toEqual([...fills.slice(0, 5)].sort((left, right) => left - right));
    expect(new Set(fills.slice(0, 5)).size).toBe(5);
    expect(await flattrade.call('CancelOrder', { norenordno: orderId })).toMatchObject({
      stat: 'Ok',
    });
    await shows(orderId, { status: 'CANCELED' });
  });

  it('that may not rest is cancelled at once', async () => {
    await shows(await placed({ prc: '1750', ret: 'IOC' }), { status: 'CANCELED', fillshares: '0' });
    await shows(await placed({ qty: '1', ret: 'IOC' }), { status: 'COMPLETE' });
  });

  it('waits while trading is halted', async () => {
    await sim.call('PUT', '/control/market', { halted: ['ACC'] });
    const orderId = await placed({ qty: '1' });
    await sim.quiet();
    expect(await row(orderId)).toMatchObject({ status: 'OPEN' });
    await sim.call('PUT', '/control/market', { halted: [] });
    await shows(orderId, { status: 'COMPLETE' });
  });

  it('collects for the auction, which fills it at one price, and waits outside of the hours', async () => {
    // A Monday, half past nine in the evening before, in India.
    const hours = new FixedClock(new Date('2026-11-29T16:00:00Z'));
    const auction = await Harness.start(1, { market: true }, hours);
    await auction.call('PUT', '/control/market', { volatility: 0, speed: 100, hours: 'exchange' });
    const price = { product_id: 'ACC', ask_price: 1_900 };
    const order = async (orderId: string) => {
      await auction.newOrder(orderId, { ...price, total_qty: 100_000 });
      await auction.quiet();
      expect(await auction.ledgerOrder(orderId)).toMatchObject({ cumQty: '0' });
    };
    await order('early');
    hours.advance(11.6 * 3_600_000);
    await order('opening');
    hours.advance(900_000);
    const filledAtOnePrice = async (orderId: string) => {
      await eventually(async () =>
        expect(await auction.ledgerOrder(orderId)).toMatchObject({ ordStatus: '2' }),
      );
      const { executions } = await auction.ledgerOrder(orderId);
      expect(executions.filter(({ execType }) => execType === 'F')).toHaveLength(1);
    };
    await filledAtOnePrice('early');
    await filledAtOnePrice('opening');
    // From twenty past three to twenty to four.
    hours.advance(6 * 3_600_000);
    await order('closing');
    hours.advance(1_200_000);
    await filledAtOnePrice('closing');
    await auction.stop();
  });

  it('is filled whatever comes where that is asked for', async () => {
    await sim.call('PUT', '/control', { behaviour: 'fill' });
    await shows(await placed({ prc: '1750' }), { status: 'COMPLETE', avgprc: '1750.00' });
  });

  it('meets the same market at the other broker and at the link', async () => {
    const { Success } = await breeze.call('POST', 'order', {
      ...sharesOrder({ stock_code: 'ACC', price: '1900', quantity: '1' }),
    });
    await eventually(async () =>
      expect(await breeze.row(Success.order_id, 'NSE')).toMatchObject({ status: 'Executed' }),
    );
    const [quote] = (
      await breeze.call<BreezeRow[]>('GET', 'quotes', {
        stock_code: 'ACC',
        exchange_code: 'NSE',
        product_type: 'cash',
      })
    ).Success;
    const { lp } = await flattrade.call('GetQuotes', { exch: 'NSE', token: '22' });
    expect(Number(lp)).toBe(quote.ltp);
    await sim.newOrder('a1', { product_id: 'ACC', ask_price: 1_900, total_qty: 1 });
    await eventually(async () =>
      expect(await sim.ledgerOrder('a1')).toMatchObject({ ordStatus: '2' }),
    );
  });
});

describe('instruments', () => {
  it("are in the files that the engine imports, at the brokers' own paths", async () => {
    for (const { name, text } of flattradeMaster(DAY)) {
      expect((await sim.call('GET', `/flattrade/scripmaster/${name}`)).text).toBe(text);
    }
    const zip = await fetch(`${sim.url}/breeze/MotherAppMaster/SecurityMaster.zip`);
    const files = unzipSync(new Uint8Array(await zip.arrayBuffer()));
    for (const { name, text } of breezeMaster(DAY)) {
      expect(Buffer.from(files[name]).toString()).toBe(text);
    }
    const shares = await sim.call(
      'GET',
      '/breeze/Content/File/txtFile/ScripFile/NSEScripMaster.txt',
    );
    const steel = shares.text.split('\n').find((line) => line.startsWith('"3499"'));
    expect([steel?.split(',')[1], steel?.split(',')[60]]).toEqual(['"TATSTE"', '"TATASTEEL"']);
    expect((await sim.call('GET', '/flattrade/scripmaster/none.csv')).json).toMatchObject({
      stat: 'Not_Ok',
    });
  });

  it('are found by a search, with their tokens', async () => {
    const { values } = await flattrade.call<{ values: NorenReply[] }>('SearchScrip', {
      exch: 'NFO',
      stext: call.tradingSymbol.toLowerCase(),
    });
    const found = values.find(({ tsym }) => tsym === call.tradingSymbol);
    const { token } = call;
    expect(found).toMatchObject({ token, ls: '65', ti: '0.05', instname: 'OPTIDX' });
    expect(await flattrade.call('SearchScrip', { exch: 'NSE', stext: 'nothing' })).toMatchObject({
      emsg: 'Error Occurred : 5 "no data"',
    });
    expect(await flattrade.call('GetQuotes', { exch: 'NSE', token: '1' })).toMatchObject({
      stat: 'Not_Ok',
    });
  });

  it.each([
    [{ tsym: 'NOTHING-EQ' }],
    // Expired.
    [{ exch: 'NFO', tsym: 'NIFTY21AUG25C24500', qty: '75' }],
  ])('that Flattrade does not list are refused: %j', async (fields) => {
    expect(await place(fields)).toMatchObject({ stat: 'Not_Ok', emsg: 'Invalid Trading Symbol' });
  });

  it.each([
    [{ prc: '1840.05' }, 'ORA:Order price is not a multiple of tick size 0.1'],
    [
      { exch: 'NFO', tsym: call.tradingSymbol, prd: 'M', qty: '75' },
      'ORA:Order quantity is not a multiple of lot size 65',
    ],
    [
      { exch: 'NFO', tsym: call.tradingSymbol, prd: 'M', qty: '1820' },
      'RED:RULE:{Check freeze quantity}Current:1820 Limit:1800',
    ],
  ])('have terms that Flattrade rejects orders by: %j', async (fields, rejreason) => {
    await shows(await placed(fields), { status: 'REJECTED', rejreason });
  });

  it("take prices with the noise of a client's floating point", async () => {
    await shows(await placed({ prc: '1900.1000000000001' }), { prc: '1900.10' });
  });

  const option = {
    stock_code: 'NIFTY',
    exchange_code: 'NFO',
    product: 'options',
    expiry_date: call.expiry,
    right: 'call',
    strike_price: '25000',
    price: '0.05',
    quantity: '65',
  };

  it.each([
    [{ stock_code: 'NOTHIN' }, 'No Data Found'],
    [{ ...option, expiry_date: '2099-12-29' }, 'No Data Found'],
    [{ ...option, quantity: '75' }, 'Quantity should be in multiples of: 65'],
    [{ ...option, quantity: '1820' }, 'Quantity should not exceed the freeze quantity: 1800'],
    [{ stock_code: 'ACC', price: '1840.05' }, 'Price should be in multiples of: 0.1'],
    // Cheap shares have a finer tick.
    [{ stock_code: 'TATSTE', price: '172.03' }, null],
  ])('have terms that Breeze refuses orders by: %j', async (fields, error) => {
    expect((await breeze.call('POST', 'order', sharesOrder(fields))).Error).toBe(error);
  });
});

describe('PUT /control/market', () => {
  it('says what holds', async () => {
    const { text } = await sim.call('PUT', '/control/market', { volatility: 0.5 });
    expect(JSON.parse(text)).toMatchObject({ volatility: 0.5, hours: 'always' });
    await sim.call('PUT', '/control/market', { volatility: 0 });
  });

  it.each([
    [{ volatility: -1 }],
    [{ speed: 0 }],
    [{ hours: 'night' }],
    [{ halted: 'ACC' }],
    [{ colour: 1 }],
  ])('refuses %j', async (body) => {
    expect((await sim.call('PUT', '/control/market', body)).status).toBe(400);
  });

  it('refuses a tape that is none', async () => {
    expect((await sim.call('PUT', '/control/market/tape', { csv: 'x' })).status).toBe(400);
  });
});
