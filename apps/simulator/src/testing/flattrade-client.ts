import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'undici';
import { WebSocket } from 'ws';
import { BrokerAccount } from '../brokers/broker-account';
import { eventually, type Harness } from './harness';

export const flattradeAccount = (
  redirectUrl = new URL('http://127.0.0.1:9/callback'),
  userId = 'FT1',
): BrokerAccount =>
  new BrokerAccount('flattrade', userId, `key-of-${userId}`, `secret-of-${userId}`, redirectUrl);

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A reply of Noren, a row of one, or a frame: all values are strings. */
export type NorenReply = Record<string, string>;

interface NorenAnswer {
  status: number;
  text: string;
  json: unknown;
}

/** Calls the simulator like a program written for Flattrade. */
export class FlattradeClient {
  constructor(
    readonly sim: Harness,
    readonly token: string,
    readonly userId = 'FT1',
  ) {}

  /** The code that the login page redirects with. */
  static async code(sim: Harness, userId = 'FT1'): Promise<string> {
    const { headers, body } = await request(`${sim.url}/flattrade/auth?app_key=key-of-${userId}`);
    await body.dump();
    return new URL(String(headers.location)).searchParams.get('code') ?? '';
  }

  static async logIn(sim: Harness, userId = 'FT1'): Promise<FlattradeClient> {
    const code = await FlattradeClient.code(sim, userId);
    const sum = sha256(`key-of-${userId}${code}secret-of-${userId}`);
    const fields = { api_key: `key-of-${userId}`, request_code: code, api_secret: sum };
    const { body } = await request(`${sim.url}/flattrade/trade/apitoken`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fields),
    });
    const reply = (await body.json()) as NorenReply;
    expect(reply).toMatchObject({ stat: 'Ok', client: userId });
    return new FlattradeClient(sim, reply.token, userId);
  }

  async call<T = NorenReply>(name: string, fields: object = {}): Promise<T> {
    const jData = JSON.stringify({ uid: this.userId, actid: this.userId, ...fields });
    return (await this.send(name, `jData=${jData}&jKey=${this.token}`)).json as T;
  }

  list(name: string, fields: object = {}): Promise<NorenReply[]> {
    return this.call<NorenReply[]>(name, fields);
  }

  /** Signs with the secret instead of sending the token. */
  async callSigned<T = NorenReply>(name: string, fields: object = {}): Promise<T> {
    const jData = JSON.stringify({ uid: this.userId, actid: this.userId, ...fields });
    const jKey = createHmac('sha256', `secret-of-${this.userId}`).update(jData).digest('hex');
    return (await this.send(name, `jData=${jData}&jKey=${jKey}`)).json as T;
  }

  async send(name: string, body: string, timeoutMs = 3_000): Promise<NorenAnswer> {
    const answer = await request(`${this.sim.url}/flattrade/PiConnectAPI/${name}`, {
      method: 'POST',
      body,
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await answer.body.text();
    const isJson = answer.headers['content-type']?.includes('json');
    return { status: answer.statusCode, text, json: isJson ? JSON.parse(text) : undefined };
  }

  place(fields: object = {}): Promise<NorenReply> {
    return this.call('PlaceOrder', orderFields(fields));
  }

  async row(norenordno: string): Promise<NorenReply> {
    const rows = await this.list('OrderBook');
    return rows.find((row) => row.norenordno === norenordno) ?? {};
  }

  async socket(token = this.token): Promise<FlattradeSocket> {
    const socket = new FlattradeSocket(`${this.sim.url.replace('http', 'ws')}`);
    await socket.opened;
    const { userId: uid } = this;
    socket.say({ t: 'a', uid, actid: uid, source: 'API', accesstoken: token });
    return socket;
  }
}

/** The websocket, and everything received on it. */
export class FlattradeSocket {
  readonly heard: NorenReply[] = [];
  readonly opened: Promise<unknown>;
  readonly closed: Promise<number>;
  private readonly socket: WebSocket;

  constructor(url: string) {
    this.socket = new WebSocket(`${url}/flattrade/PiConnectWSAPI/`);
    this.opened = once(this.socket, 'open');
    this.closed = new Promise((resolve) => this.socket.on('close', resolve));
    this.socket.on('message', (data: Buffer) => this.heard.push(JSON.parse(data.toString())));
  }

  say(message: object): void {
    this.sayText(JSON.stringify(message));
  }

  sayText(text: string): void {
    this.socket.send(text);
  }

  async hears(t: string): Promise<NorenReply> {
    return eventually(() => {
      const message = this.heard.find((heard) => heard.t === t);
      if (!message) throw new Error(`${t} was not received`);
      return message;
    });
  }

  /** The report types of an order so far. */
  reports(norenordno: string): string[] {
    return this.heard
      .filter((heard) => heard.t === 'om' && heard.norenordno === norenordno)
      .map((heard) => heard.reporttype);
  }

  close(): void {
    this.socket.close();
  }
}

/** A PlaceOrder of 10 INFY-EQ at 100.50. */
export const orderFields = (fields: object = {}): object => ({
  exch: 'NSE',
  tsym: 'INFY-EQ',
  qty: '10',
  prc: '100.50',
  dscqty: '0',
  prd: 'C',
  trantype: 'B',
  prctyp: 'LMT',
  ret: 'DAY',
  ordersource: 'API',
  ...fields,
});
