import { listingsOf } from '@ome/listings';
import { request } from 'undici';
import { namedDate, tradingDate } from '../brokers/indian-time';
import {
  breezeAccount,
  BreezeClient,
  type BreezeReply,
  type BreezeRow,
} from '../testing/breeze-client';
import { Harness } from '../testing/harness';

let sim: Harness;
let client: BreezeClient;
beforeAll(async () => {
  sim = await Harness.start(1, { brokers: [breezeAccount()], limitFactor: 1_000, market: true });
  client = await BreezeClient.logIn(sim);
});
afterAll(() => sim.stop());

const today = tradingDate(new Date());
const options = listingsOf(today).filter(
  ({ name, kind, expiry }) => name === 'NIFTY' && kind === 'option' && expiry! >= today,
);
const { expiry } = options.toSorted((left, right) => left.expiry!.localeCompare(right.expiry!))[0];
const nifty = {
  stock_code: 'NIFTY',
  exchange_code: 'NFO',
  product_type: 'options',
  expiry_date: `${expiry}T06:00:00.000Z`,
};
const lastWeek = {
  from_date: new Date(Date.now() - 7 * 86_400_000).toISOString(),
  to_date: new Date(Date.now() + 86_400_000).toISOString(),
};
const rows = async (path: string, fields: object): Promise<BreezeRow[]> =>
  (await client.call<BreezeRow[]>('GET', path, fields)).Success;

it('answers with the chain of a date and a right', async () => {
  const chain = await rows('optionchain', { ...nifty, right: 'call' });
  const calls = options.filter((option) => option.expiry === expiry && option.right === 'CE');
  expect(chain.map((row) => row.strike_price)).toEqual(calls.map(({ strike }) => Number(strike)));
  const [quote] = await rows('quotes', {
    ...nifty,
    right: 'call',
    strike_price: calls[0].strike,
  });
  expect(Object.keys(chain[0])).toEqual(
    expect.arrayContaining([...Object.keys(quote), 'open_interest', 'chnge_oi', 'total_buy_qty']),
  );
  expect(await client.call('GET', 'optionchain', { ...nifty, stock_code: 'NONE' })).toMatchObject({
    Error: 'No Data Found',
  });
});

it('has history in both versions, the same candles in other words', async () => {
  const asked = { ...nifty, right: 'call', strike_price: '25000', ...lastWeek };
  const first = await rows('historicalcharts', { ...asked, interval: 'day' });
  expect(first.length).toBeGreaterThan(3);
  const { exchange_code: exch_code, ...others } = asked;
  const query = new URLSearchParams({ ...others, exch_code, interval: '1day' });
  const url = `${sim.url}/breeze/api/v2/historicalcharts?${query.toString()}`;
  const get = async (token: string): Promise<BreezeReply<BreezeRow[]>> => {
    const headers = { apikey: 'key+of=ABCD1234', 'X-SessionToken': token };
    return (await (await request(url, { headers })).body.json()) as BreezeReply<BreezeRow[]>;
  };
  const { Success: second } = await get(client.sessionToken);
  expect(second.map(({ datetime, high }) => [datetime, String(high)])).toEqual(
    first.map(({ datetime, high }) => [datetime, high]),
  );
  expect(second[0].expiry_date).toBe(namedDate(new Date(expiry!)).toUpperCase());
  expect(second[0].strike_price).toBe(25_000);
  expect(await get('none')).toMatchObject({ Status: 5 });
});

it('has fields that do not apply in version 1 only, and refuses what is not listed', async () => {
  const share = { stock_code: 'ITC', exchange_code: 'NSE', product_type: 'cash', ...lastWeek };
  const [row] = await rows('historicalcharts', { ...share, interval: '30minute' });
  expect(row).toMatchObject({ expiry_date: null, open_interest: null, volume: expect.any(String) });
  for (const wrong of [{ interval: '7minute' }, { interval: 'day', stock_code: 'NONE' }]) {
    const reply = await client.call('GET', 'historicalcharts', { ...share, ...wrong });
    expect(reply.Error).toBe('Resource not available.');
  }
});
