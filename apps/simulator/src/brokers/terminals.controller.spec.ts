import { BreezeClient, breezeAccount, sharesOrder } from '../testing/breeze-client';
import { FlattradeClient, flattradeAccount, orderFields } from '../testing/flattrade-client';
import { Harness } from '../testing/harness';

let sim: Harness;
beforeEach(async () => {
  sim = await Harness.start(1, { brokers: [flattradeAccount(), breezeAccount()] });
});
afterEach(() => sim.stop());

const users = { flattrade: flattradeAccount().userId, breeze: breezeAccount().userId };
const path = (broker: keyof typeof users) => `/control/brokers/${broker}/users/${users[broker]}`;

const act = (broker: keyof typeof users, name: string, fields: object, more: object = {}) =>
  sim.call('POST', `${path(broker)}/terminal`, { act: name, fields, ...more });

const bodyOf = ({ text }: { text: string }) => JSON.parse(text) as Record<string, string>;

describe('the terminal at Flattrade', () => {
  const market = { exch: 'NSE', tsym: 'INFY-EQ', qty: '10', prc: '0', prd: 'I', ret: 'DAY' };
  const buy = { ...market, trantype: 'B', prctyp: 'MKT' };

  it('places an order that shows in the books without a tag, and in no request count', async () => {
    const client = await FlattradeClient.logIn(sim);
    const { norenordno } = bodyOf(await act('flattrade', 'place', buy));
    await sim.quiet();
    const [row] = await client.list('OrderBook');
    expect(row).toMatchObject({ norenordno, prctyp: 'MKT', prd: 'I', status: 'COMPLETE' });
    expect(row).not.toHaveProperty('remarks');
    expect((await sim.call('GET', '/ledger?kind=request')).json.items).toEqual([]);
  });

  it('has none of the faults that programs have', async () => {
    await sim.call('PUT', '/control', { behaviour: 'noAnswer' });
    expect((await act('flattrade', 'place', buy, { behaviour: 'rest' })).status).toBe(200);
  });

  it.each([
    ['an unknown order', 'cancel', { norenordno: '1' }, 'ORA:Order not found'],
    ['a missing field', 'place', {}, 'Missing'],
    ['an unknown action', 'juggle', {}, 'act is out of range'],
  ])('refuses %s', async (_title, name, fields, comment) => {
    const answer = await act('flattrade', name, fields);
    expect([answer.status, answer.json.comment]).toEqual([400, expect.stringContaining(comment)]);
  });

  it('refuses a user that the broker does not have', async () => {
    const answer = await sim.call('POST', '/control/brokers/flattrade/users/nobody/square-off', {});
    expect(answer.status).toBe(400);
  });

  it('converts, and squares everything off', async () => {
    const client = await FlattradeClient.logIn(sim);
    await sim.call('PUT', '/control', { behaviour: 'rest' });
    await client.call('PlaceOrder', orderFields());
    await act('flattrade', 'place', buy);
    await sim.quiet();
    const conversion = { exch: 'NSE', tsym: 'INFY-EQ', qty: '4', trantype: 'B' };
    await act('flattrade', 'convert', { ...conversion, prevprd: 'I', prd: 'C' });
    const nets = async () => {
      const rows = await client.list('PositionBook');
      return rows.map(({ prd, netqty }) => `${prd} ${netqty}`);
    };
    expect(await nets()).toEqual(['I 6', 'C 4']);
    await sim.call('POST', `${path('flattrade')}/square-off`, {});
    await sim.quiet();
    expect(await nets()).toEqual(['I 0', 'C 0']);
    const rows = await client.list('OrderBook');
    expect(rows.filter(({ status }) => status === 'CANCELED')).toHaveLength(1);
  });
});

describe('the terminal at Breeze', () => {
  it('places, changes, converts and squares off', async () => {
    const client = await BreezeClient.logIn(sim);
    const rested = await act('breeze', 'place', sharesOrder(), { behaviour: 'rest' });
    const { order_id } = (JSON.parse(rested.text) as { Success: Record<string, string> }).Success;
    await act('breeze', 'modify', { order_id, exchange_code: 'NSE', quantity: '7' });
    expect(await client.row(order_id, 'NSE')).toMatchObject({ quantity: '7', status: 'Ordered' });

    await act('breeze', 'place', sharesOrder({ product: 'mtf' }));
    await sim.quiet();
    const held = { stock_code: 'ITC', exchange_code: 'NSE', product_type: 'mtf', action: 'buy' };
    await act('breeze', 'convert', { ...held, to_product: 'cash', quantity: '4' });
    const nets = async () => {
      const { Success: rows } = await client.call<Record<string, string>[]>(
        'GET',
        'portfoliopositions',
      );
      return rows.map((row) => `${row.product_type} ${row.action} ${row.quantity}`);
    };
    expect(await nets()).toEqual(['Mtf Buy 6', 'Cash Buy 4']);
    await sim.call('POST', `${path('breeze')}/square-off`, {});
    await sim.quiet();
    expect(await nets()).toEqual(['Mtf NA 0', 'Cash NA 0']);
    expect(await client.row(order_id, 'NSE')).toMatchObject({ status: 'Cancelled' });
  });
});
