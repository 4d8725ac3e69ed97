import { createHash } from 'node:crypto';
import { request } from 'undici';
import { io, type Socket } from 'socket.io-client';
import { BrokerAccount } from '../brokers/broker-account';
import { eventually, type Harness } from './harness';

export const breezeAccount = (
  redirectUrl = new URL('http://127.0.0.1:9/callback'),
  userId = 'ABCD1234',
): BrokerAccount =>
  new BrokerAccount('breeze', userId, `key+of=${userId}`, `secret-of-${userId}`, redirectUrl);

/** A row, or the content of `Success`, with values of any kind. */
export type BreezeRow = Record<string, unknown>;

export interface BreezeReply<T = BreezeRow> {
  Success: T;
  Status: number;
  Error: string | null;
}

export interface BreezeAnswer<T = BreezeRow> {
  status: number;
  text: string;
  json: BreezeReply<T>;
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Calls the simulator like a program written for Breeze. */
export class BreezeClient {
  private constructor(
    readonly sim: Harness,
    readonly sessionToken: string,
    readonly userId: string,
  ) {}

  /** The API session that the login page redirects with. */
  static async apiSession(sim: Harness, userId = 'ABCD1234'): Promise<string> {
    const key = encodeURIComponent(`key+of=${userId}`);
    const { headers, body } = await request(`${sim.url}/breeze/apiuser/login?api_key=${key}`);
    await body.dump();
    return new URL(String(headers.location)).searchParams.get('apisession') ?? '';
  }

  static async customerDetails(sim: Harness, body: object): Promise<BreezeReply> {
    const answer = await request(`${sim.url}/breeze/breezeapi/api/v1/customerdetails`, {
      method: 'GET',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await answer.body.json()) as BreezeReply;
  }

  static async logIn(sim: Harness, userId = 'ABCD1234'): Promise<BreezeClient> {
    const apiSession = await BreezeClient.apiSession(sim, userId);
    const reply = await BreezeClient.customerDetails(sim, {
      SessionToken: apiSession,
      AppKey: `key+of=${userId}`,
    });
    expect(reply).toMatchObject({ Status: 200, Success: { idirect_userid: userId } });
    return new BreezeClient(sim, String(reply.Success.session_token), userId);
  }

  /** Its own clock. */
  now: () => Date = () => new Date();

  /** The headers of a call, signed over the body. */
  headers(body: string, at = this.now()): Record<string, string> {
    const timestamp = `${at.toISOString().slice(0, 19)}.000Z`;
    const sum = createHash('sha256')
      .update(`${timestamp}${body}secret-of-${this.userId}`)
      .digest('hex');
    return {
      'Content-Type': 'application/json',
      'X-Checksum': `token ${sum}`,
      'X-Timestamp': timestamp,
      'X-AppKey': `key+of=${this.userId}`,
      'X-SessionToken': this.sessionToken,
    };
  }

  async send<T = BreezeRow>(
    method: Method | 'PATCH',
    path: string,
    body: string,
    headers = this.headers(body),
    timeoutMs = 3_000,
  ): Promise<BreezeAnswer<T>> {
    const answer = await request(`${this.sim.url}/breeze/breezeapi/api/v1/${path}`, {
      method,
      headers,
      body,
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await answer.body.text();
    const isJson = answer.headers['content-type']?.includes('json');
    const json = (isJson ? JSON.parse(text) : {}) as BreezeReply<T>;
    return { status: answer.statusCode, text, json };
  }

  async call<T = BreezeRow>(
    method: Method,
    path: string,
    fields: object = {},
  ): Promise<BreezeReply<T>> {
    return (await this.send<T>(method, path, JSON.stringify(fields))).json;
  }

  place(fields: object = {}): Promise<BreezeReply> {
    return this.call('POST', 'order', optionOrder(fields));
  }

  async row(orderId: unknown, exchange = 'NFO'): Promise<BreezeRow> {
    const fields = { exchange_code: exchange, order_id: orderId };
    const { Success } = await this.call<BreezeRow[] | null>('GET', 'order', fields);
    return Success?.[0] ?? {};
  }

  /** Connects as the official client does; returns the socket and its frames. */
  connect(token?: string): BreezeSocket {
    const [user = '', key = ''] = Buffer.from(this.sessionToken, 'base64').toString().split(':');
    return new BreezeSocket(this.sim.url, { user, token: token ?? key });
  }
}

export class BreezeSocket {
  readonly frames: string[][] = [];
  readonly socket: Socket;
  refusals = 0;

  constructor(url: string, auth: { user: string; token: string }) {
    this.socket = io(url, {
      path: '/breeze/socket.io',
      transports: ['websocket'],
      auth,
      reconnection: false,
      forceNew: true,
      extraHeaders: { 'User-Agent': 'python-socketio[client]/socket' },
    });
    this.socket.on('order', (frame: string[]) => this.frames.push(frame));
    this.socket.on('connect_error', () => (this.refusals += 1));
  }

  async connected(): Promise<this> {
    await eventually(() => expect(this.socket.connected).toBe(true));
    return this;
  }

  /** The frames of an order so far; its number stands in one of two places. */
  rowsOf(orderId: unknown): string[][] {
    return this.frames.filter((frame) => frame[26] === orderId || frame[23] === orderId);
  }
}

/** A place request for an option: 65 at 101.50. */
export const optionOrder = (fields: object = {}): object => ({
  stock_code: 'NIFTY',
  exchange_code: 'NFO',
  product: 'options',
  action: 'buy',
  order_type: 'limit',
  quantity: '65',
  price: '101.50',
  validity: 'day',
  stoploss: '',
  disclosed_quantity: '0',
  expiry_date: '2025-08-21T06:00:00.000Z',
  right: 'call',
  strike_price: '25000',
  ...fields,
});

/** One lot of an option that is listed for years. */
export const LASTING_OPTION = {
  stock_code: 'NIFTY',
  exchange_code: 'NFO',
  product: 'options',
  quantity: '65',
  expiry_date: '2030-12-31T06:00:00.00Z',
  right: 'call',
  strike_price: '25000',
};

/** A place request for shares: 10 at 402.50. */
export const sharesOrder = (fields: object = {}): object => ({
  stock_code: 'ITC',
  exchange_code: 'NSE',
  product: 'cash',
  action: 'buy',
  order_type: 'limit',
  quantity: '10',
  price: '402.50',
  validity: 'day',
  ...fields,
});
