import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { io } from 'socket.io-client';
import {
  breezeAccount,
  BreezeClient,
  type BreezeReply,
  type BreezeRow,
} from '../testing/breeze-client';
import { eventually, Harness } from '../testing/harness';

let sim: Harness;
beforeAll(async () => {
  sim = await Harness.start(1, { brokers: [breezeAccount()], limitFactor: 100 });
});
afterAll(() => sim.stop());

const SECRET = 'secret-of-ABCD1234';
const APP_KEY = 'key+of=ABCD1234';

/** The bytes that breeze_connect sends: GET and DELETE have a body, too. */
async function send<T = BreezeRow>(
  method: string,
  path: string,
  body: string,
  headers: string[],
): Promise<BreezeReply<T>> {
  const { hostname, port } = new URL(sim.url);
  const bytes = [
    `${method} /breeze/breezeapi/api/v1/${path} HTTP/1.1`,
    `Host: ${hostname}:${port}`,
    'Accept-Encoding: gzip, deflate',
    'Accept: */*',
    'Connection: close',
    ...headers,
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
  return JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)) as BreezeReply<T>;
}

it('serves the requests of breeze_connect as it sends them', async () => {
  const apiSession = await BreezeClient.apiSession(sim);
  // json.dumps with its blanks, and no checksum: the login is not signed.
  const details = await send(
    'GET',
    'customerdetails',
    `{"SessionToken": "${apiSession}", "AppKey": "${APP_KEY}"}`,
    ['Content-Type: application/json'],
  );
  const sessionToken = String(details.Success.session_token);
  const [user, token] = Buffer.from(sessionToken, 'base64').toString('ascii').split(':');
  const session = Buffer.from(`${user}:${token}`, 'ascii').toString('base64');

  /** Signed as generate_headers does: UTC to the second, with milliseconds always 000. */
  const call = <T = BreezeRow>(method: string, path: string, fields: object) => {
    const body = JSON.stringify(fields);
    const timestamp = `${new Date().toISOString().slice(0, 19)}.000Z`;
    const sum = createHash('sha256')
      .update(timestamp + body + SECRET)
      .digest('hex');
    return send<T>(method, path, body, [
      'Content-Type: application/json',
      `X-Checksum: token ${sum}`,
      `X-Timestamp: ${timestamp}`,
      `X-AppKey: ${APP_KEY}`,
      `X-SessionToken: ${session}`,
      'User-Agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64)',
    ]);
  };

  const frames: string[][] = [];
  const socket = io(sim.url, {
    path: '/breeze/socket.io',
    transports: ['websocket'],
    auth: { user, token },
    extraHeaders: { 'User-Agent': 'python-socketio[client]/socket' },
  });
  socket.on('order', (frame: string[]) => frames.push(frame));
  await eventually(() => expect(socket.connected).toBe(true));

  await sim.call('PUT', '/control', { behaviour: 'rest' });
  const placed = await call('POST', 'order', {
    stock_code: 'ICIBAN',
    exchange_code: 'NFO',
    product: 'futures',
    action: 'buy',
    order_type: 'limit',
    quantity: '3200',
    price: '200',
    validity: 'day',
    settlement_id: '',
    order_segment_code: '',
    lots: '',
    user_remark: 'Test',
    stoploss: '0',
    validity_date: '2022-08-22T06:00:00.000Z',
    disclosed_quantity: '0',
    expiry_date: '2022-08-25T06:00:00.000Z',
    right: 'others',
    strike_price: '0',
  });
  expect(placed).toMatchObject({ Status: 200, Error: null });
  const order = { order_id: String(placed.Success.order_id), exchange_code: 'NFO' };
  await eventually(() => expect(frames.at(-1)).toMatchObject({ 25: 'O', 26: order.order_id }));

  const detail = () => call<BreezeRow[]>('GET', 'order', { ...order });
  expect(await detail()).toMatchObject({ Success: [{ status: 'Ordered', price: '200.00' }] });
  const change = { ...order, order_type: 'limit', quantity: '1600', price: '201' };
  expect(await call('PUT', 'order', change)).toMatchObject({ Status: 200 });
  expect(await detail()).toMatchObject({ Success: [{ quantity: '1600', price: '201.00' }] });
  expect(await call('DELETE', 'order', order)).toMatchObject({ Status: 200 });
  await eventually(() => expect(frames.at(-1)).toMatchObject({ 25: 'C', 29: '1600' }));

  await sim.call('DELETE', '/control');
  const shares = await call('POST', 'order', {
    stock_code: 'ITC',
    exchange_code: 'NSE',
    product: 'cash',
    action: 'buy',
    order_type: 'limit',
    quantity: '1',
    price: '305',
    validity: 'day',
    settlement_id: '',
    order_segment_code: '',
    lots: '',
    user_remark: '',
  });
  await sim.quiet();
  const fills = { exchange_code: 'NSE', order_id: shares.Success.order_id };
  expect(await call('GET', 'trades', fills)).toMatchObject({
    Success: [{ execution_price: '305.00' }],
  });
  for (const path of ['portfoliopositions', 'dematholdings', 'funds']) {
    expect(await call('GET', path, {})).toMatchObject({ Status: 200, Error: null });
  }
  expect(await call('GET', 'margin', { exchange_code: 'NSE' })).toMatchObject({ Status: 200 });
  const quote = { stock_code: 'ITC', exchange_code: 'NSE', product_type: 'cash' };
  const contract = { expiry_date: '', right: '', strike_price: '' };
  expect(await call('GET', 'quotes', { ...quote, ...contract })).toMatchObject({ Status: 200 });
  socket.close();
});
