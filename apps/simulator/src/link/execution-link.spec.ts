import { Decimal } from '../exact-decimal';
import { eventually, Harness, newOrderBody } from '../testing/harness';

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

const control = (behaviour: object): Promise<unknown> => sim.call('PUT', '/control', behaviour);
const execTypes = (clOrdId: string): unknown[] =>
  sim.engine.reportsOf(clOrdId).map((report) => report.ExecType);
const sum = (values: unknown[]): string =>
  values.reduce((total: Decimal, value) => total.plus(String(value)), new Decimal(0)).toFixed();

describe('fill', () => {
  it('accepts, then fills at the limit price in parts that sum to the order', async () => {
    const answer = await sim.newOrder('f1', { total_qty: '10', ask_price: '100.5' });
    expect(answer).toMatchObject({ status: 200, json: { success: true } });
    await sim.quiet();

    const [accepted, ...fills] = sim.engine.reportsOf('f1');
    expect(accepted).toMatchObject({
      MsgType: '8',
      ExecType: '0',
      OrdStatus: '0',
      ClOrdID: 'f1',
      Symbol: 'RELIANCE',
      Exchange: 'NSE',
      Account: '42',
      Side: '1',
      OrderQty: 10,
      Price: 100.5,
      CumQty: 0,
      LeavesQty: 10,
    });
    expect(sum(fills.map((fill) => fill.LastQty))).toBe('10');
    expect(fills.every((fill) => fill.ExecType === 'F' && fill.LastPx === 100.5)).toBe(true);
    expect(fills.every((fill) => Number.isInteger(fill.LastQty))).toBe(true);
    expect(fills.at(-1)).toMatchObject({ OrdStatus: '2', CumQty: 10, LeavesQty: 0, AvgPx: 100.5 });
    const reports = [accepted, ...fills];
    expect(new Set(reports.map((report) => report?.ExecID)).size).toBe(reports.length);
    expect(new Set(reports.map((report) => report?.OrderID)).size).toBe(1);
    expect(sim.engine.authorization).toBe('Bearer key-of-the-link');
  });

  it('fills in the given number of parts', async () => {
    await control({ behaviour: 'fill', parts: 3, partDelayMs: { min: 0, max: 0 } });
    await sim.newOrder('f2');
    await sim.quiet();
    expect(sim.engine.reportsOf('f2').map((report) => report.OrdStatus)).toEqual([
      '0',
      '1',
      '1',
      '2',
    ]);
  });

  it('prices a market order itself', async () => {
    await sim.newOrder('f3', { price_instruction: 'MARKET', ask_price: 0, side: 1 });
    await sim.quiet();
    const [accepted, fill] = sim.engine.reportsOf('f3');
    expect(accepted).not.toHaveProperty('Price');
    expect(accepted?.Side).toBe('2');
    expect(fill?.LastPx).toBeGreaterThan(1);
  });

  it('keeps all the digits of a quantity and a price', async () => {
    await control({ behaviour: 'fill', parts: 1 });
    const body = JSON.stringify(newOrderBody('f4', { total_qty: 1, ask_price: '@' }))
      .replace('"total_qty":1', '"total_qty":12345678901234567890.5')
      .replace('"@"', '0.123456789012345678');
    await sim.call('POST', '/link/new_order', body);
    await sim.quiet();
    const fill = sim.engine.bodies.at(-1);
    expect(fill).toContain('"LastQty":12345678901234567890.5');
    expect(fill).toContain('"LastPx":0.123456789012345678');
  });

  it('does not deduplicate: the same ClOrdID twice is two orders', async () => {
    await sim.newOrder('f5');
    await sim.newOrder('f5');
    const summary = await sim.quiet();
    expect(summary).toMatchObject({ requests: 2, orders: 2, duplicates: 1 });
    const { json } = await sim.call('GET', '/ledger?kind=request');
    expect(json.items.map((item) => item.duplicate)).toEqual([false, true]);
    const filled = sim.engine.reportsOf('f5').filter((report) => report.ExecType === 'F');
    expect(sum(filled.map((fill) => fill.LastQty))).toBe('20');
  });
});

describe('rest', () => {
  beforeEach(() => control({ behaviour: 'rest' }));

  it('accepts and leaves the order open', async () => {
    await sim.newOrder('r1');
    await sim.quiet();
    expect(execTypes('r1')).toEqual(['0']);
    expect(await sim.ledgerOrder('r1')).toMatchObject({ ordStatus: '0', leavesQty: '10' });
  });

  it('cancels, quoting the request', async () => {
    await sim.newOrder('r2');
    await sim.cancel('r2', 'r2-c');
    await sim.quiet();
    expect(sim.engine.reportsOf('r2-c')).toEqual([
      expect.objectContaining({
        MsgType: '8',
        ExecType: '4',
        OrdStatus: '4',
        OrigClOrdID: 'r2',
        LeavesQty: 0,
      }),
    ]);
  });

  it('replaces a partly filled order: the quantity is the total', async () => {
    await sim.newOrder('r3');
    await sim.call('POST', '/control/orders/r3/report', { ExecType: 'F', LastQty: 4, LastPx: 100 });
    await sim.replace('r3', 'r3-a', { total_qty: 12, ask_price: 101 });
    await sim.quiet();
    expect(sim.engine.reportsOf('r3-a')[0]).toMatchObject({
      ExecType: '5',
      OrigClOrdID: 'r3',
      OrdStatus: '1',
      OrderQty: 12,
      Price: 101,
      CumQty: 4,
      LeavesQty: 8,
    });
  });

  it('a replace below the filled quantity is amended to it', async () => {
    await sim.newOrder('r4');
    await sim.call('POST', '/control/orders/r4/report', { ExecType: 'F', LastQty: 4, LastPx: 100 });
    await sim.replace('r4', 'r4-a', { total_qty: 3 });
    await sim.quiet();
    expect(sim.engine.reportsOf('r4-a')[0]).toMatchObject({
      ExecType: '5',
      OrdStatus: '2',
      OrderQty: 4,
      LeavesQty: 0,
    });
  });

  it('rejects a cancel for an order it never saw', async () => {
    await sim.cancel('r5', 'r5-c');
    await sim.quiet();
    expect(sim.engine.reportsOf('r5-c')).toEqual([
      expect.objectContaining({ MsgType: '9', CxlRejReason: 1, CxlRejResponseTo: '1' }),
    ]);
  });
});

describe('cancel and replace of an order that is filled', () => {
  beforeEach(async () => {
    await sim.newOrder('d1');
    await sim.quiet();
  });

  it('rejects the cancel', async () => {
    await sim.cancel('d1', 'd1-c');
    await sim.quiet();
    const [reject] = sim.engine.reportsOf('d1-c');
    expect(reject).toMatchObject({
      MsgType: '9',
      OrigClOrdID: 'd1',
      OrdStatus: '2',
      CxlRejResponseTo: '1',
      CxlRejReason: 0,
    });
    expect(reject).not.toHaveProperty('ExecID');
  });

  it('rejects a replace that does not raise the quantity', async () => {
    await sim.replace('d1', 'd1-a', { total_qty: 10 });
    await sim.quiet();
    expect(sim.engine.reportsOf('d1-a')[0]).toMatchObject({ MsgType: '9', CxlRejResponseTo: '2' });
  });

  it('reopens the order for a replace that raises it, and fills the rest', async () => {
    await sim.replace('d1', 'd1-a', { total_qty: 15 });
    await sim.quiet();
    const [replaced, ...fills] = sim.engine.reportsOf('d1-a');
    expect(replaced).toMatchObject({ ExecType: '5', OrdStatus: '1', LeavesQty: 5 });
    expect(sum(fills.map((fill) => fill.LastQty))).toBe('5');
  });
});

it('cancels the open quantity of an order that is being filled', async () => {
  await control({ behaviour: 'fill', parts: 2, partDelayMs: { min: 300, max: 300 } });
  await sim.newOrder('p1');
  await eventually(() => expect(execTypes('p1')).toEqual(['0', 'F']));
  await sim.cancel('p1', 'p1-c');
  await sim.quiet();
  const { cumQty, ordStatus } = await sim.ledgerOrder('p1');
  expect(ordStatus).toBe('4');
  expect(Number(cumQty)).toBeGreaterThan(0);
  expect(Number(cumQty)).toBeLessThan(10);
  expect(sim.engine.reportsOf('p1-c')[0]).toMatchObject({ ExecType: '4', LeavesQty: 0 });
});

it('replans the fills after a replace of an order that is being filled', async () => {
  await control({ behaviour: 'fill', parts: 2, partDelayMs: { min: 100, max: 100 } });
  await sim.newOrder('p2');
  await sim.replace('p2', 'p2-a', { total_qty: 30, ask_price: 99 });
  await sim.quiet();
  const [replaced, ...fills] = sim.engine.reportsOf('p2-a');
  expect(replaced?.ExecType).toBe('5');
  expect(fills).toHaveLength(2);
  expect(sum(fills.map((fill) => fill.LastQty))).toBe('30');
  expect(fills.every((fill) => fill.LastPx === 99)).toBe(true);
});

describe('reject', () => {
  beforeEach(() => control({ behaviour: 'reject', text: 'No margin' }));

  it('answers with success and then rejects the order', async () => {
    expect((await sim.newOrder('j1')).json).toEqual({ success: true });
    await sim.quiet();
    expect(sim.engine.reportsOf('j1')).toEqual([
      expect.objectContaining({ ExecType: '8', OrdStatus: '8', Text: 'No margin', LeavesQty: 0 }),
    ]);
  });

  it('rejects a cancel of an open order', async () => {
    await control({ behaviour: 'rest' });
    await sim.newOrder('j2');
    await sim.call('PUT', '/control/orders/j2', { behaviour: 'reject' });
    await sim.cancel('j2', 'j2-c');
    await sim.quiet();
    expect(sim.engine.reportsOf('j2-c')[0]).toMatchObject({ MsgType: '9', OrdStatus: '0' });
    expect(await sim.ledgerOrder('j2')).toMatchObject({ ordStatus: '0' });
  });
});

describe('failing answers', () => {
  const lookUp = (clOrdId: string) => sim.call('GET', `/link/orders/${clOrdId}`);
  const expectAbsent = async (clOrdId: string): Promise<void> => {
    expect(await lookUp(clOrdId)).toMatchObject({
      status: 404,
      json: { success: false, comment: 'Order does not exist' },
    });
    expect(await sim.quiet()).toMatchObject({ requests: 1, orders: 0, reportsSent: 0 });
  };

  it.each([
    ['refuse', 200, { success: false, comment: 'Market closed' }, { comment: 'Market closed' }],
    ['error500', 500, { success: false, comment: 'Internal error' }, {}],
    ['unavailable', 503, { success: false, comment: 'The link is closed' }, {}],
  ])('%s does not act', async (behaviour, status, json, fields) => {
    await control({ behaviour, ...fields });
    expect(await sim.newOrder('a1')).toMatchObject({ status, json });
    await expectAbsent('a1');
  });

  it('nonsense answers HTML and does not act', async () => {
    await control({ behaviour: 'nonsense' });
    const answer = await sim.newOrder('a2');
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('<html>');
    await expectAbsent('a2');
  });

  it('dropBeforeActing cuts the connection and does not act', async () => {
    await control({ behaviour: 'dropBeforeActing' });
    await expect(sim.newOrder('a3')).rejects.toThrow('fetch failed');
    await expectAbsent('a3');
  });

  it('noAnswer stays silent and does not act', async () => {
    await control({ behaviour: 'noAnswer' });
    const call = sim.call('POST', '/link/new_order', newOrderBody('a4'), 300);
    await expect(call).rejects.toThrow('timeout');
    await expectAbsent('a4');
  });

  it('dropAfterActing cuts the connection, and the order exists', async () => {
    await control({ behaviour: 'dropAfterActing' });
    await expect(sim.newOrder('a5')).rejects.toThrow('fetch failed');
    await sim.quiet();
    expect(await lookUp('a5')).toMatchObject({
      status: 200,
      json: { success: true, ClOrdID: 'a5', order_id: 'a5', verdict: 'accepted', OrdStatus: '2' },
    });
  });

  it('answerLate acts at once and answers late', async () => {
    await control({ behaviour: 'answerLate', delayMs: 1_000, then: 'rest' });
    const order: string[] = [];
    const { answer } = sim.engine;
    sim.engine.answer = (report) => {
      order.push('reported');
      return answer(report);
    };
    const { json } = await sim.newOrder('a6');
    order.push('answered');
    sim.engine.answer = answer;
    expect(json).toEqual({ success: true });
    expect(execTypes('a6')).toEqual(['0']);
    expect(order).toEqual(['reported', 'answered']);
  });

  it('lookups can be missing or fail', async () => {
    await control({ behaviour: 'rest' });
    await sim.newOrder('a7');
    await sim.call('PUT', '/control/lookup', { behaviour: 'missing' });
    expect(await lookUp('a7')).toMatchObject({ status: 404, text: '' });
    await sim.call('PUT', '/control/lookup', { behaviour: 'error' });
    expect((await lookUp('a7')).status).toBe(500);
  });

  it('knows a replace by its own ClOrdID', async () => {
    await control({ behaviour: 'rest' });
    await sim.newOrder('a8');
    await sim.replace('a8', 'a8-a', { total_qty: 11 });
    expect((await lookUp('a8-a')).json).toMatchObject({
      type: 'replace',
      ClOrdID: 'a8-a',
      OrigClOrdID: 'a8',
      OrderQty: '11',
    });
  });
});

it('answerTwice sends each report twice and acts once', async () => {
  await control({ behaviour: 'answerTwice', parts: 1 });
  await sim.newOrder('t1');
  const summary = await sim.quiet();
  expect(execTypes('t1')).toEqual(['0', '0', 'F', 'F']);
  expect(new Set(sim.engine.reportsOf('t1').map((report) => report.ExecID)).size).toBe(2);
  expect(summary).toMatchObject({ orders: 1, fills: 1, duplicates: 0, reportsSent: 4 });
});

it('reorder sends the reports of an order out of order', async () => {
  await control({ behaviour: 'reorder', parts: 3 });
  await sim.newOrder('o1');
  await sim.quiet();
  const cumQtys = sim.engine.reportsOf('o1').map((report) => Number(report.CumQty));
  expect(cumQtys).toHaveLength(4);
  expect(cumQtys).not.toEqual([...cumQtys].sort((left, right) => left - right));
});

it.each([
  ['type', { type: 2 }],
  ['order_id', { order_id: 5 }],
  ['ClOrdID', { ClOrdID: '' }],
  ['product_id', { product_id: null }],
  ['side', { side: 2 }],
  ['total_qty', { total_qty: 0 }],
  ['total_qty', { total_qty: 'ten' }],
  ['ask_price', { ask_price: null }],
])('refuses a request with a bad %s, and records it', async (name, fields) => {
  const answer = await sim.newOrder('m1', fields);
  expect(answer).toMatchObject({ status: 400, json: { success: false } });
  expect(answer.json.comment).toContain(name);
  expect(await sim.quiet()).toMatchObject({ malformed: 1, requests: 0, orders: 0 });
});
