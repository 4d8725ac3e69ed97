import { type Command, decimal, type NewOrder, type Order } from '@ome/domain';
import type { LinkRequest } from '@ome/engine';
import { BrokerCredentials } from '@ome/platform';
import { KnownInstruments } from '../../../../engine/src/testing/known-instruments';
import { BrokerLogin } from '../../broker/broker-login';
import { FakeBudget, MemoryTokens } from '../../testing/broker-session';
import { answer, FakeHttpServer, type Reaction } from '../../testing/fake-http-server';
import { aCommand, anOrder, aRequest } from '../../testing/link-requests';
import { FlattradeLink, type FlattradeLinkOptions } from '../flattrade-link';

export const USER_ID = 'FT012345';
export const TOKEN = 'the-secret-token';
export const NUMBER = '26101400001234';
export const TAG = 'K7F3Q9ZT01AB';

export const no = (emsg: string) => ({ stat: 'Not_Ok', emsg });
export const SESSION_OVER = no('Session Expired :  Invalid Session Key');

/** A link that is logged in, and a server that answers each call by its name. */
export class FlattradeHarness {
  readonly server = new FakeHttpServer();
  answers: Record<string, Reaction> = {};
  tokens!: MemoryTokens;
  login!: BrokerLogin;
  budget!: FakeBudget;
  private readonly links: FlattradeLink[] = [];

  async start(): Promise<void> {
    await this.server.start();
    this.server.received.length = 0;
    const changed = { request_time: '10:03:00 14-10-2026', stat: 'Ok', result: NUMBER };
    this.answers = {
      PlaceOrder: answer(200, { stat: 'Ok', norenordno: NUMBER }),
      ModifyOrder: answer(200, changed),
      CancelOrder: answer(200, changed),
      UserDetails: answer(200, no('Server Timeout :  ')),
    };
    this.server.reaction = (request, response, message) =>
      (this.answers[callIn(request.path)] ?? answer(404, ''))(request, response, message);
    this.tokens = new MemoryTokens();
    this.budget = new FakeBudget();
    const now = () => new Date();
    this.login = new BrokerLogin(this.tokens, 'flattrade', USER_ID, now, () => undefined);
    await this.logIn();
  }

  async stop(): Promise<void> {
    await this.server.stop();
    await Promise.all(this.links.splice(0).map((link) => link.close()));
  }

  logIn(): Promise<void> {
    const expiresAt = new Date(Date.now() + 60_000);
    return this.login.save({ token: TOKEN, obtainedAt: new Date(), expiresAt });
  }

  link(options: Partial<FlattradeLinkOptions> = {}): FlattradeLink {
    const { server, login, budget } = this;
    const made = new FlattradeLink({
      credentials: new BrokerCredentials(USER_ID, 'K1', 'S1', ['42']),
      login,
      budget,
      instruments: new KnownInstruments([]),
      restUrl: `${server.url}/PiConnectAPI`,
      socketUrl: 'ws://127.0.0.1:1',
      authUrl: 'https://login.example/',
      tokenUrl: `${server.url}/trade/apitoken`,
      signing: 'session',
      ampersand: 'json',
      timeoutMs: 500,
      connections: 2,
      newOrderMaxWaitMs: 60_000,
      marketOrders: 'protect',
      now: () => new Date(),
      onHealthChange: () => undefined,
      ...options,
    });
    this.links.push(made);
    return made;
  }

  /** The fields of all calls of one name. */
  sent(name: string): Record<string, string>[] {
    return this.server.received
      .filter(({ path }) => callIn(path) === name)
      .map(({ text }) => JSON.parse(/^jData=(.*)&jKey=/.exec(text)![1]));
  }
}

const callIn = (path: string): string => path.split('/').at(-1)!;

export const order = (fields: Partial<NewOrder> = {}): Order =>
  anOrder({ link: 'flattrade', exchange: 'NSE', symbol: 'INFY', ...fields });

/** An order that has its number. */
export const placed = (fields: Partial<Order> = {}): Order => ({
  ...order(),
  brokerOrderId: NUMBER,
  ...fields,
});

export const request = (of: Order, fields: Partial<LinkRequest> = {}): LinkRequest =>
  aRequest(of, { tag: TAG, ...fields });

/** Asks for 150 at 2460 by default. */
export function replace(of: Order, terms: Partial<Command['terms']> = {}): LinkRequest {
  const asked = { orderQty: decimal(150), price: decimal(2460), stopPrice: null, ...terms };
  return request(of, { command: aCommand(of, { kind: 'replace', terms: asked }) });
}

export const cancel = (of: Order): LinkRequest =>
  request(of, { command: aCommand(of, { kind: 'cancel', terms: null }) });
