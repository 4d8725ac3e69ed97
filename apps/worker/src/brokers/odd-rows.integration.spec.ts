import type { Json } from '../../../api/src/testing/test-api';
import { eventually } from '../../../simulator/src/testing/harness';
import { BrokerDesk } from '../testing/broker-desk';

let desk: BrokerDesk;

beforeAll(async () => {
  desk = await BrokerDesk.start();
  for (const link of ['flattrade', 'breeze']) await desk.logIn(link);
});
afterAll(() => desk.stop());

describe.each([
  ['flattrade', 'INFY-EQ', 'INFY', { trantype: 'X', netqty: 'odd' }],
  ['breeze', 'INFTEC', 'INFY', { action: 'Odd', 15: '?' }],
])('rows of %s that cannot be read', (link, venueSymbol, symbol, fields) => {
  const order = (of: string) => ({ account: link, link, symbol: of, price: '100', quantity: 10 });
  const kept = async (): Promise<Json[]> => {
    const { items } = (await desk.api.get('/ops/unmatched-reports')).body;
    return items.filter(({ body }: Json) => body?.includes(venueSymbol));
  };
  const differences = async (): Promise<Json[]> =>
    (await desk.api.get(`/reconciliation?open=true&link=${link}`)).body.items;

  test('hide no fill and no other row; they are kept for ops, each once', async () => {
    const oddRows = { symbol: venueSymbol, fields };
    await desk.sim.call('PUT', '/control', { behaviour: 'fill', parts: 1 });
    await desk.sim.call('PUT', `/control/brokers/${link}`, { oddRows });
    const { orderId: odd } = await desk.api.place(order(symbol));
    const { orderId: other } = await desk.api.place(order('TCS'));
    for (const orderId of [odd, other]) {
      await eventually(async () => expect(await desk.statusOf(orderId)).toBe('Filled'));
      expect(await desk.api.order(orderId)).toMatchObject({ cumQty: '10', avgPx: '100' });
    }
    await eventually(async () =>
      expect((await differences()).map((each) => [each.kind, each.symbol])).toContainEqual([
        'notCompared',
        symbol,
      ]),
    );
    expect((await kept()).length).toBeGreaterThan(0);

    const closed = { account: link, link, exchange: 'NSE' };
    const refused = await desk.api.post('/positions/close', { ...closed, symbol });
    expect([refused.status, refused.body.code]).toEqual([503, 'BROKER_UNREAD']);
    const { body } = await desk.api.post('/positions/close', { ...closed, symbol: 'TCS' });
    expect(body).toMatchObject({ outcome: 'closing', brokerNetQty: '10' });

    await desk.sim.call('PUT', `/control/brokers/${link}`, { oddRows: null });
    await eventually(async () => expect(await differences()).toEqual([]));
    const bodies = (await kept()).map(({ body }) => body);
    expect(new Set(bodies).size).toBe(bodies.length);
  });
});
