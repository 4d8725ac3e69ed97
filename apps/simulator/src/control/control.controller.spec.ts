import { Harness } from '../testing/harness';

let sim: Harness;
beforeAll(async () => {
  sim = await Harness.start();
});
afterAll(() => sim.stop());
afterEach(async () => {
  await sim.call('DELETE', '/control');
  await sim.call('DELETE', '/ledger');
  sim.engine.reports.length = 0;
});

it('lets an order override its symbol, and the symbol the default', async () => {
  await sim.call('PUT', '/control', { behaviour: 'refuse', comment: 'default' });
  await sim.call('PUT', '/control/symbols/TCS', { behaviour: 'refuse', comment: 'symbol' });
  await sim.call('PUT', '/control/orders/c1', { behaviour: 'refuse', comment: 'order' });
  const comment = async (orderId: string, symbol: string): Promise<string> =>
    (await sim.newOrder(orderId, { product_id: symbol })).json.comment;
  expect(await comment('c2', 'INFY')).toBe('default');
  expect(await comment('c2', 'TCS')).toBe('symbol');
  expect(await comment('c1', 'TCS')).toBe('order');
  expect((await sim.call('GET', '/control')).json).toEqual({
    default: { behaviour: 'refuse', comment: 'default' },
    symbols: { TCS: { behaviour: 'refuse', comment: 'symbol' } },
    orders: { c1: { behaviour: 'refuse', comment: 'order' } },
    lookup: 'answer',
    tradePost: { behaviour: 'take' },
  });
});

it('lets the other requests fill or rest if a probability misses', async () => {
  await sim.call('PUT', '/control', { behaviour: 'reject', probability: 0.5, then: 'rest' });
  await Promise.all(Array.from({ length: 40 }, (_, index) => sim.newOrder(`c3-${index}`)));
  await sim.quiet();
  const { json } = await sim.call('GET', '/ledger?kind=order');
  const statuses = json.items.map((order) => order.ordStatus);
  expect(new Set(statuses)).toEqual(new Set(['0', '8']));
});

it.each([
  ['/control', { behaviour: 'explode' }],
  ['/control', { behaviour: 'fill', colour: 'red' }],
  ['/control', { behaviour: 'fill', probability: 2 }],
  ['/control', { behaviour: 'fill', partDelayMs: { min: 5, max: 1 } }],
  ['/control', { behaviour: 'answerLate', delayMs: -1 }],
  ['/control', []],
  ['/control', '{'],
  ['/control/lookup', { behaviour: 'lie' }],
  ['/control/trade_post', { behaviour: 'rest' }],
])('refuses PUT %s %j', async (path, body) => {
  expect((await sim.call('PUT', path, body)).status).toBe(400);
});

describe('manual reports', () => {
  const report = (orderId: string, body: object) =>
    sim.call('POST', `/control/orders/${orderId}/report`, body);

  beforeEach(() => sim.call('PUT', '/control', { behaviour: 'rest' }));

  it('merges the given fields over the known ones, and leaves out null ones', async () => {
    await sim.newOrder('h1');
    await report('h1', { ExecType: '9', Text: 'Halted', Account: null });
    await sim.quiet();
    const sent = sim.engine.reports.at(-1);
    expect(sent).toMatchObject({
      MsgType: '8',
      ExecType: '9',
      OrdStatus: '9',
      ClOrdID: 'h1',
      Text: 'Halted',
      LeavesQty: 10,
    });
    expect(sent).not.toHaveProperty('Account');
  });

  it('keeps the book in step with fills, corrections, busts and closings', async () => {
    await sim.newOrder('h2');
    await report('h2', { ExecType: 'F', ExecID: 'X1', LastQty: 4, LastPx: 100 });
    await report('h2', { ExecType: 'F', ExecID: 'X1', LastQty: 4, LastPx: 100 });
    expect(await sim.ledgerOrder('h2')).toMatchObject({ cumQty: '4', ordStatus: '1' });
    await report('h2', { ExecType: 'G', ExecRefID: 'X1', LastQty: 5, LastPx: '99.5' });
    expect(await sim.ledgerOrder('h2')).toMatchObject({ cumQty: '5', avgPx: '99.5' });
    await report('h2', { ExecType: 'H', ExecRefID: 'X1' });
    expect(await sim.ledgerOrder('h2')).toMatchObject({ cumQty: '0', ordStatus: '0' });
    await report('h2', { ExecType: 'C' });
    expect(await sim.ledgerOrder('h2')).toMatchObject({ ordStatus: 'C', leavesQty: '0' });
    expect(await sim.quiet()).toMatchObject({ fills: 1, reportsSent: 6 });
  });

  it('sends reports about orders that never came through the link', async () => {
    const phoned = { ExecType: '0', OrderID: 'PHONE-1', Symbol: 'TCS', Side: '1', OrderQty: 5 };
    const { json } = await report('phone', phoned);
    await sim.quiet();
    expect(sim.engine.reports).toEqual([expect.objectContaining(phoned)]);
    expect(sim.engine.reports[0]?.ExecID).toBe(json.report.ExecID);
    expect(sim.engine.reports[0]).not.toHaveProperty('ClOrdID');
  });
});
