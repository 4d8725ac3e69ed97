import {
  FlattradeClient,
  flattradeAccount,
  orderFields as orderOf,
  type FlattradeSocket,
} from '../testing/flattrade-client';
import { eventually, Harness } from '../testing/harness';

let sim: Harness;
let client: FlattradeClient;
let socket: FlattradeSocket;
beforeAll(async () => {
  sim = await Harness.start(1, { brokers: [flattradeAccount()], limitFactor: 1_000 });
  client = await FlattradeClient.logIn(sim);
  socket = await client.socket();
  await socket.hears('ak');
  socket.say({ t: 'o', actid: 'FT1' });
});
afterAll(() => sim.stop());
afterEach(async () => {
  await sim.call('DELETE', '/control');
  await sim.call('DELETE', '/ledger');
});

const control = (behaviour: object): Promise<unknown> => sim.call('PUT', '/control', behaviour);

async function placed(fields: object = {}): Promise<string> {
  const reply = await client.place(fields);
  expect(reply).toMatchObject({ stat: 'Ok', norenordno: expect.stringMatching(/^\d{14}$/) });
  return reply.norenordno;
}

const reports = (norenordno: string, ...expected: string[]): Promise<void> =>
  eventually(() => expect(socket.reports(norenordno)).toEqual(expected));

describe('PlaceOrder', () => {
  it('says Ok, then fills in parts, on which frames, history and trade book agree', async () => {
    await control({ behaviour: 'fill', parts: 2 });
    const norenordno = await placed({ remarks: 'TAG1' });
    await reports(norenordno, 'NewAck', 'PendingNew', 'New', 'Fill', 'Fill');
    const frames = socket.heard.filter((frame) => frame.norenordno === norenordno);
    expect(frames[0]).toMatchObject({ status: 'PENDING', pcode: 'C', remarks: 'TAG1', uid: 'FT1' });
    expect(frames[2]).toMatchObject({ status: 'OPEN', fillshares: '0' });
    expect(frames[3]).toMatchObject({ status: 'OPEN', flprc: '100.50' });
    expect(frames[4]).toMatchObject({ status: 'COMPLETE', fillshares: '10', avgprc: '100.50' });

    const trades = await client.list('TradeBook');
    expect(trades).toHaveLength(2);
    expect(trades.map((trade) => trade.flid)).toEqual([frames[3]?.flid, frames[4]?.flid]);
    expect(Number(trades[0]?.flqty) + Number(trades[1]?.flqty)).toBe(10);
    const history = await client.list('SingleOrdHist', { norenordno });
    expect(history.map((row) => [row.status, row.rpt])).toEqual([
      ['COMPLETE', 'Fill'],
      ['OPEN', 'Fill'],
      ['OPEN', 'New'],
      ['PENDING', 'PendingNew'],
      ['PENDING', 'NewAck'],
    ]);
    expect(await client.row(norenordno)).toMatchObject({
      status: 'COMPLETE',
      fillshares: '10',
      avgprc: '100.50',
      prd: 'C',
      remarks: 'TAG1',
    });
  });

  it('rejects later what it said Ok to', async () => {
    await control({ behaviour: 'reject', text: 'RED:Margin Shortfall' });
    const norenordno = await placed();
    await reports(norenordno, 'NewAck', 'PendingNew', 'Rejected');
    const rejected = { status: 'REJECTED', rejreason: 'RED:Margin Shortfall' };
    expect(await client.row(norenordno)).toMatchObject(rejected);
    expect(socket.heard.at(-1)).toMatchObject(rejected);
  });

  it('does not detect duplicates, and the ledger shows them', async () => {
    await placed({ remarks: 'TWICE' });
    const second = await placed({ remarks: 'TWICE' });
    const { json } = await sim.call('GET', '/ledger?kind=request');
    expect(json.items).toMatchObject([
      { front: 'flattrade', tag: 'TWICE', account: 'FT1', duplicate: false, done: 'accepted' },
      { orderId: second, duplicate: true },
    ]);
    expect((await sim.quiet()).fronts.flattrade).toMatchObject({ orders: 2, duplicates: 1 });
  });

  it('keeps a stop order until it is triggered, and lets no IOC order rest', async () => {
    await control({ behaviour: 'rest' });
    const stop = await placed({ prctyp: 'SL-LMT', trgprc: '100.00' });
    expect(await client.row(stop)).toMatchObject({ status: 'TRIGGER_PENDING', trgprc: '100.00' });
    const ioc = await placed({ ret: 'IOC' });
    await reports(ioc, 'NewAck', 'PendingNew', 'New', 'Canceled');
    expect(await client.row(ioc)).toMatchObject({ status: 'CANCELED', cancelqty: '10' });
  });

  it.each(['NIFTY21AUG25C24500', 'M&M-EQ', 'SENSEX26O1580800CE', 'CRUDEOIL19OCT26'])(
    'takes %s',
    async (tsym) => {
      const jData = JSON.stringify({ uid: 'FT1', actid: 'FT1', ...orderOf({ tsym }) });
      const body = `jData=${jData.replace('&', '\\u0026')}&jKey=${client.token}`;
      expect((await client.send('PlaceOrder', body)).json).toMatchObject({ stat: 'Ok' });
    },
  );

  it.each([
    [{ tsym: 'M%26M-EQ' }, 'Invalid Trading Symbol'],
    [{ tsym: '' }, 'Invalid Input : tsym is Missing'],
    [{ prc: '0' }, 'Order price cannot be zero'],
    [{ qty: '1.5' }, 'Error Occurred : 2 "invalid input"'],
    [{ exch: 'NYSE' }, 'Error Occurred : 2 "invalid input"'],
    [{ prctyp: 'SL-LMT' }, 'Error Occurred : 2 "invalid input"'],
    [{ prctyp: 'MKT' }, 'Invalid Input : MKT and SL-MKT orders are not allowed for API users'],
    [{ prctyp: 'SL-MKT' }, 'Invalid Input : MKT and SL-MKT orders are not allowed for API users'],
    [{ amo: 'maybe' }, 'Invalid AMO'],
    [{ qty: 10 }, 'Invalid Input : One or more input parameters are not in string format'],
  ])('refuses %j', async (fields, emsg) => {
    expect(await client.place(fields)).toMatchObject({ stat: 'Not_Ok', emsg });
    expect(await sim.summary()).toMatchObject({ orders: 0, malformed: 1 });
  });
});

describe('ModifyOrder', () => {
  const modify = (norenordno: string, fields: object = {}) =>
    client.call('ModifyOrder', { ...orderOf({ qty: '12', prc: '101' }), norenordno, ...fields });

  beforeEach(() => control({ behaviour: 'rest' }));

  it('says Ok, and Replaced on the stream', async () => {
    const norenordno = await placed();
    expect(await modify(norenordno)).toMatchObject({ stat: 'Ok', result: norenordno });
    await reports(
      norenordno,
      'NewAck',
      'PendingNew',
      'New',
      'ModAck',
      'PendingReplace',
      'Replaced',
    );
    expect(socket.heard.at(-1)).toMatchObject({ qty: '12', prc: '101.00', status: 'OPEN' });
    expect(await client.row(norenordno)).toMatchObject({ qty: '12', prc: '101.00' });
  });

  it('is rejected on the stream', async () => {
    const norenordno = await placed();
    await control({ behaviour: 'reject', text: 'No' });
    expect(await modify(norenordno)).toMatchObject({ stat: 'Ok' });
    await eventually(() => expect(socket.reports(norenordno).at(-1)).toBe('ReplaceRejected'));
    expect(socket.heard.at(-1)).toMatchObject({ rejreason: 'No', status: 'OPEN', qty: '10' });
  });

  it('rejects afterwards a trigger price of zero on a limit order', async () => {
    const norenordno = await placed();
    expect(await modify(norenordno, { trgprc: '0' })).toMatchObject({ stat: 'Ok' });
    await eventually(() =>
      expect(socket.heard.at(-1)).toMatchObject({
        reporttype: 'ReplaceRejected',
        rejreason: 'ORA:Trigger price invalid - 0.00',
      }),
    );
    expect(await client.row(norenordno)).toMatchObject({ qty: '10', rejreason: ' ' });
  });

  it('refuses an order that is not open or not known, and another symbol', async () => {
    const norenordno = await placed();
    const notOk = (emsg: string) => expect.objectContaining({ stat: 'Not_Ok', emsg });
    expect(await modify('1')).toEqual(notOk('Rejected : ORA:Order not found'));
    const other = await modify(norenordno, { tsym: 'TCS-EQ' });
    expect(other).toEqual(notOk('Error Occurred : 2 "invalid input"'));
    await client.call('CancelOrder', { norenordno });
    expect(await modify(norenordno)).toEqual(notOk('Rejected : ORA:Order not found'));
  });
});

describe('CancelOrder', () => {
  beforeEach(() => control({ behaviour: 'rest' }));

  it('says Ok, and Canceled on the stream; a second time there is nothing to cancel', async () => {
    const norenordno = await placed();
    const cancel = () => client.call('CancelOrder', { norenordno });
    expect(await cancel()).toMatchObject({ stat: 'Ok', result: norenordno });
    await reports(norenordno, 'NewAck', 'PendingNew', 'New', 'CanAck', 'PendingCancel', 'Canceled');
    expect(await client.row(norenordno)).toMatchObject({ status: 'CANCELED', cancelqty: '10' });
    const emsg = 'Rejected : ORA:Order not found to Cancel';
    expect(await cancel()).toMatchObject({ stat: 'Not_Ok', emsg });
  });

  it('is rejected on the stream', async () => {
    const norenordno = await placed();
    await sim.call('PUT', `/control/orders/${norenordno}`, { behaviour: 'reject' });
    await client.call('CancelOrder', { norenordno });
    await eventually(() => expect(socket.reports(norenordno).at(-1)).toBe('CancelRejected'));
    expect(await client.row(norenordno)).toMatchObject({ status: 'OPEN' });
  });

  it('ends cover and bracket orders with ExitSNOOrder', async () => {
    const norenordno = await placed({ prd: 'H' });
    const exit = (fields: object) => client.call('ExitSNOOrder', { norenordno, ...fields });
    expect(await exit({})).toMatchObject({ emsg: 'Invalid Input : Missing prd' });
    expect(await exit({ prd: 'B' })).toMatchObject({ emsg: 'Rejected : ORA:Order not found' });
    expect(await exit({ prd: 'H' })).toMatchObject({ stat: 'Ok', dmsg: 'exit sent' });
    expect(await client.row(norenordno)).toMatchObject({ status: 'CANCELED' });
  });
});

describe('faults', () => {
  const tagged = { remarks: 'DOUBT' };

  it.each(['dropBeforeActing', 'dropAfterActing'])('%s cuts the connection', async (behaviour) => {
    await control({ behaviour });
    await expect(client.place(tagged)).rejects.toThrow();
    const { orders } = await sim.summary();
    expect(orders).toBe(behaviour === 'dropAfterActing' ? 1 : 0);
    await control({ behaviour: 'fill' });
    const book = await client.call('OrderBook');
    if (orders) expect(book).toMatchObject([{ remarks: 'DOUBT' }]);
    else expect(book).toMatchObject({ emsg: 'Error Occurred : 5 "no data"' });
  });

  it('noAnswer stays silent', async () => {
    await control({ behaviour: 'noAnswer' });
    const jData = JSON.stringify({ uid: 'FT1', actid: 'FT1', ...orderOf() });
    const body = `jData=${jData}&jKey=${client.token}`;
    await expect(client.send('PlaceOrder', body, 200)).rejects.toThrow();
  });

  it.each([
    [{ behaviour: 'error500' }, 500, '<html>'],
    [{ behaviour: 'unavailable' }, 503, '<html>'],
    [{ behaviour: 'nonsense' }, 200, '<html>'],
    [{ behaviour: 'refuse', comment: 'Closed' }, 200, '"emsg":"Closed"'],
    [{ behaviour: 'rateLimited' }, 429, 'exceeds Limit 10 for user'],
    [{ behaviour: 'rateLimited', inAnswer: true }, 200, 'exceeds Limit 10 for user'],
  ])('%j does not act', async (behaviour, status, text) => {
    await control(behaviour);
    const jData = JSON.stringify({ uid: 'FT1', actid: 'FT1', ...orderOf() });
    const answer = await client.send('PlaceOrder', `jData=${jData}&jKey=${client.token}`);
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(text);
    expect(await sim.summary()).toMatchObject({ orders: 0, requests: 1, limitsExceeded: 0 });
  });

  it('answerLate answers late, answerTwice sends each frame twice', async () => {
    await control({ behaviour: 'answerLate', delayMs: 200 });
    const startedAt = Date.now();
    await placed();
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(190);
    await control({ behaviour: 'answerTwice', parts: 1 });
    const norenordno = await placed();
    const once = ['NewAck', 'PendingNew', 'New', 'Fill'];
    await reports(norenordno, ...once.flatMap((report) => [report, report]));
    const fills = socket.heard.filter((frame) => frame.norenordno === norenordno && frame.flid);
    expect(new Set(fills.map((fill) => fill.flid)).size).toBe(1);
  });

  it('reorder sends the frames out of order', async () => {
    await control({ behaviour: 'reorder', parts: 2 });
    const norenordno = await placed();
    await eventually(() => expect(socket.reports(norenordno)).toHaveLength(5));
    expect(socket.reports(norenordno)).not.toEqual(['NewAck', 'PendingNew', 'New', 'Fill', 'Fill']);
  });

  it('does the same to the same tags, however the orders interleave', async () => {
    await control({ behaviour: 'refuse', probability: 0.5 });
    const tags = Array.from({ length: 20 }, (_, index) => `SEED${index}`);
    const outcome = async (order: string[]): Promise<object> => {
      const stats = await Promise.all(order.map((remarks) => client.place({ remarks })));
      await sim.quiet();
      await sim.call('DELETE', '/ledger');
      return Object.fromEntries(order.map((tag, index) => [tag, stats[index]?.stat]));
    };
    const first = await outcome(tags);
    expect(await outcome([...tags].reverse())).toEqual(first);
    expect(new Set(Object.values(first)).size).toBe(2);
  });
});
