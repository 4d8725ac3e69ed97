import type { Json } from '../../../api/src/testing/test-api';
import { eventually } from '../../../simulator/src/testing/harness';
import { BrokerDesk } from '../testing/broker-desk';

const SYMBOLS = ['INFY', 'TCS', 'SBIN', 'ITC', 'RELIANCE', 'TATASTEEL'];

let desk: BrokerDesk;

beforeAll(async () => {
  desk = await BrokerDesk.start();
  for (const link of ['flattrade', 'breeze']) await desk.logIn(link);
});
afterAll(() => desk.stop());

describe.each([
  ['flattrade', SYMBOLS.slice(0, 3)],
  ['breeze', SYMBOLS.slice(3)],
])('a fill at %s', (link, symbols) => {
  /** An order of its own that the broker fills with this behaviour. */
  const filled = async (symbol: string, behaviour: object = {}): Promise<string> => {
    await desk.sim.call('PUT', '/control', { behaviour: 'fill', parts: 1, ...behaviour });
    const fields = { account: link, link, symbol, price: '100', quantity: 10 };
    const { orderId } = await desk.api.place(fields);
    await eventually(async () => expect(await desk.statusOf(orderId)).toBe('Filled'));
    return orderId;
  };
  const lastPrice = async (symbol: string): Promise<string | undefined> =>
    (await desk.api.get(`/prices?symbols=${symbol}&exchange=NSE`)).body.items[0]?.lastPx;
  const doubted = async (symbol: string): Promise<string[]> =>
    (await desk.api.get(`/fills?doubted=true&symbol=${symbol}`)).body.items.map(
      ({ orderId }: Json) => orderId,
    );

  test.each([
    ['at price zero', symbols[0], { fillPrice: '0' }, 'ImplausiblePrice', '0'],
    ['far outside the day’s range', symbols[1], { fillPrice: '900' }, 'ImplausiblePrice', '900'],
    ['stamped ahead of our clock', symbols[2], { stampAheadMs: 600_000 }, 'StampAhead', '100'],
  ])('%s is booked and alerted, and counts for no value until it is confirmed', async (...row) => {
    const [, symbol, behaviour, code, price] = row;
    await filled(symbol);
    await eventually(async () => expect(await lastPrice(symbol)).toBe('100'));
    const orderId = await filled(symbol, behaviour);

    const { items } = (await desk.api.get(`/orders/${orderId}/events`)).body;
    const alerts = items.flatMap(({ detail }: Json) => detail.alerts ?? []);
    expect(alerts.map((alert: Json) => alert.code)).toContain(code);
    expect(await desk.api.order(orderId)).toMatchObject({ cumQty: '10', avgPx: price });
    expect(await doubted(symbol)).toEqual([orderId]);
    expect(await lastPrice(symbol)).toBe('100');
    const held = `/positions?account=${link}&symbol=${symbol}`;
    await eventually(async () =>
      expect((await desk.api.get(held)).body.items).toMatchObject([
        { netQty: '20', lastPx: '100' },
      ]),
    );

    const [{ execId }] = (await desk.api.get(`/orders/${orderId}/fills`)).body.items;
    const confirming = `/orders/${orderId}/fills/${encodeURIComponent(execId)}/confirm`;
    expect((await desk.api.post(confirming, { reason: 'Seen in the contract note' })).status).toBe(
      200,
    );
    expect(await doubted(symbol)).toEqual([]);
    await eventually(async () => expect(await lastPrice(symbol)).toBe(price));
  });
});
