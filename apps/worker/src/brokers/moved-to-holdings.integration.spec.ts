import { flattradeAccount } from '../../../simulator/src/testing/flattrade-client';
import { eventually } from '../../../simulator/src/testing/harness';
import { BrokerDesk } from '../testing/broker-desk';

let desk: BrokerDesk;

beforeAll(async () => {
  desk = await BrokerDesk.start();
});
afterAll(() => desk.stop());

test('shares that the broker moved to its holdings overnight are compared and closed', async () => {
  const { api, sim } = desk;
  const link = 'flattrade';
  await desk.logIn(link);
  const key = { account: link, link, exchange: 'NSE', symbol: 'INFY' };
  const { orderId } = await api.place({ ...key, product: 'CNC', price: '1500', quantity: 10 });
  await eventually(async () => expect(await desk.statusOf(orderId)).toBe('Filled'));
  const nets = async (): Promise<string[][]> => {
    const { brokers } = (await api.get(`/positions?broker=true&link=${link}`)).body;
    const { items } = brokers[0] as { items: Record<string, string>[] };
    return items.map(({ symbol, netQty, brokerNetQty }) => [symbol, netQty, brokerNetQty]);
  };
  await eventually(async () => expect(await nets()).toEqual([['INFY', '10', '10']]));

  desk.daysLater(1);
  await desk.logIn(link);
  const books = await api.get(`/links/${link}/accounts/${link}/positions`);
  expect(books.body.items).toMatchObject([{ broker: null, ours: { netQty: '10' } }]);
  await eventually(async () => expect(await nets()).toEqual([['INFY', '10', '10']]));

  const { userId } = flattradeAccount();
  const sale = { exch: 'NSE', tsym: 'INFY-EQ', prd: 'C', trantype: 'S', qty: '3' };
  const fields = { ...sale, prctyp: 'LMT', prc: '1500', ret: 'DAY' };
  const path = `/control/brokers/${link}/users/${userId}/terminal`;
  expect(await sim.call('POST', path, { act: 'place', fields })).toMatchObject({ status: 200 });
  await eventually(async () => expect(await nets()).toEqual([['INFY', '7', '7']]));

  const { body } = await api.post('/positions/close', key);
  expect(body).toMatchObject({ outcome: 'closing', orders: [{ side: 'SELL', orderQty: '7' }] });
  await eventually(async () => {
    expect(await desk.statusOf(body.orders[0].orderId as string)).toBe('Filled');
  });
  await eventually(async () => expect(await nets()).toEqual([['INFY', '0', '0']]));
  // A fill on its way is a difference for a moment.
  await eventually(async () => {
    const { items } = (await api.get('/reconciliation?open=true')).body;
    expect(items.filter(({ kind }: { kind: string }) => kind === 'position')).toEqual([]);
  });
});
