import { connect } from 'node:net';
import { flattradeAccount, FlattradeClient, type NorenReply } from '../testing/flattrade-client';
import { eventually, Harness } from '../testing/harness';

let sim: Harness;
let client: FlattradeClient;
beforeAll(async () => {
  sim = await Harness.start(1, { brokers: [flattradeAccount()], limitFactor: 100 });
  client = await FlattradeClient.logIn(sim);
});
afterAll(() => sim.stop());

/** As Python's json.dumps writes: a blank after each comma and colon. */
const dumps = (values: Record<string, string | null>): string =>
  `{${Object.entries(values)
    .map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`)
    .join(', ')}}`;

/** The bytes that NorenApi sends: its body is a string, so it has no Content-Type. */
async function post(name: string, values: Record<string, string | null>): Promise<NorenReply> {
  const { hostname, port } = new URL(sim.url);
  const body = `jData=${dumps(values)}&jKey=${client.token}`;
  const bytes = [
    `POST /flattrade/PiConnectAPI/${name} HTTP/1.1`,
    `Host: ${hostname}:${port}`,
    'User-Agent: python-requests/2.31.0',
    'Accept-Encoding: gzip, deflate',
    'Accept: */*',
    'Connection: close',
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
  const answer = await new Promise<string>((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('end', () => resolve(Buffer.concat(chunks).toString()));
    socket.on('error', reject);
  });
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  return JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)) as NorenReply;
}

const uid = { ordersource: 'API', uid: 'FT1' };

it('serves the requests of NorenApi as it sends them', async () => {
  await sim.call('PUT', '/control', { behaviour: 'rest' });

  const socket = await client.socket();
  expect(await socket.hears('ak')).toMatchObject({ t: 'ak', s: 'OK' });
  socket.say({ t: 'o', actid: 'FT1' });

  const placed = await post('PlaceOrder', {
    ordersource: 'API',
    uid: 'FT1',
    actid: 'FT1',
    trantype: 'B',
    prd: 'C',
    exch: 'NSE',
    tsym: 'INFY-EQ',
    qty: '1',
    dscqty: '0',
    prctyp: 'LMT',
    prc: '1500.0',
    trgprc: 'None',
    ret: 'DAY',
    remarks: null,
    amo: 'NO',
  });
  expect(placed.stat).toBe('Ok');
  const { norenordno = '' } = placed;
  await eventually(() => expect(socket.reports(norenordno)).toContain('New'));

  const modified = await post('ModifyOrder', {
    ordersource: 'API',
    uid: 'FT1',
    actid: 'FT1',
    norenordno,
    exch: 'NSE',
    tsym: 'INFY-EQ',
    qty: '2',
    prctyp: 'LMT',
    prc: '1505.0',
  });
  expect(modified).toMatchObject({ stat: 'Ok', result: norenordno });
  await eventually(() => expect(socket.reports(norenordno)).toContain('Replaced'));

  const book = (await post('OrderBook', uid)) as unknown as NorenReply[];
  expect(book).toMatchObject([{ norenordno, qty: '2', prc: '1505.00', status: 'OPEN' }]);
  const history = (await post('SingleOrdHist', { ...uid, norenordno })) as unknown as NorenReply[];
  expect(history[0]).toMatchObject({ rpt: 'Replaced' });

  expect(await post('CancelOrder', { ...uid, norenordno })).toMatchObject({ stat: 'Ok' });
  await eventually(() => expect(socket.reports(norenordno)).toContain('Canceled'));

  await sim.call('DELETE', '/control');
  await post('PlaceOrder', {
    ...uid,
    actid: 'FT1',
    trantype: 'S',
    prd: 'M',
    exch: 'NFO',
    tsym: 'NIFTY21AUG25C24500',
    qty: '65',
    dscqty: '0',
    prctyp: 'LMT',
    prc: '101.5',
    trgprc: 'None',
    ret: 'DAY',
    remarks: 'my_order_001',
    amo: 'NO',
  });
  await sim.quiet();
  const account = { ordersource: 'API', uid: 'FT1', actid: 'FT1' };
  const trades = (await post('TradeBook', account)) as unknown as NorenReply[];
  expect(trades[0]).toMatchObject({ tsym: 'NIFTY21AUG25C24500', remarks: 'my_order_001' });
  expect(await post('PositionBook', account)).toMatchObject([{ netqty: '-65' }]);
  expect(await post('Holdings', { uid: 'FT1', actid: 'FT1', prd: 'C' })).toHaveLength(2);
  expect(await post('Limits', { uid: 'FT1', actid: 'FT1' })).toMatchObject({ stat: 'Ok' });
  const search = await post('SearchScrip', { uid: 'FT1', exch: 'NSE', stext: 'INFY' });
  expect(search).toMatchObject({ values: [{ tsym: 'INFY-EQ' }] });
  socket.close();
  expect(await post('Logout', uid)).toMatchObject({ stat: 'Ok' });
});
