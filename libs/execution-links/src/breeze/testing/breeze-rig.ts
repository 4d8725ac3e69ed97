import { decimal, type Exchange, parseSymbol } from '@ome/domain';
import { type InstrumentFacts, instrumentTerms } from '@ome/engine';
import { KnownInstruments } from '../../../../engine/src/testing/known-instruments';
import type { BrokerLogin } from '../../broker/broker-login';
import { FakeBudget, MemoryTokens } from '../../testing/broker-session';
import {
  answer,
  FakeHttpServer,
  type Reaction,
  type Received,
} from '../../testing/fake-http-server';
import { labelOf } from '../breeze-contract';
import { BreezeLink } from '../breeze-link';
import type { BreezeLinkOptions } from '../breeze-link-options';
import { breezeContract } from '../breeze-symbol';
import { CREDENTIALS, failure, FakePlacementHolds, loggedIn, success } from './breeze-fakes';

/** 10:30 in India. */
export const NOW = new Date('2026-10-14T05:00:00Z');

const facts = (
  exchange: Exchange,
  symbol: string,
  stockCode: string,
  tickSize: string,
): InstrumentFacts => {
  const instrument = parseSymbol(exchange, symbol)!;
  return {
    ...instrumentTerms(instrument),
    broker: 'breeze',
    brokerSymbol: labelOf(breezeContract(instrument, stockCode)!),
    stockCode,
    token: '1',
    name: null,
    lotSize: decimal(1),
    tickSize: decimal(tickSize),
    freezeQty: null,
  };
};

export const INSTRUMENTS = new KnownInstruments([
  facts('NSE', 'RELIANCE', 'RELIND', '0.1'),
  facts('BSE', 'RELIANCE', 'RELIND', '0.05'),
  facts('NFO', 'NIFTY20OCT26C25000', 'NIFTY', '0.05'),
]);

/** A link, the broker that it calls, and everything it shares with other processes. */
export class BreezeRig {
  readonly server = new FakeHttpServer();
  readonly budget = new FakeBudget();
  readonly tokens = new MemoryTokens();
  readonly holds = new FakePlacementHolds();
  /** Numbers of other orders of ours. */
  readonly ours = new Set<string>();
  now = NOW;
  login!: BrokerLogin;
  link!: BreezeLink;
  private readonly reactions = new Map<string, Reaction>();

  async start(options: Partial<BreezeLinkOptions> = {}): Promise<void> {
    await this.server.start();
    this.server.reaction = (request, ...rest) => {
      const reaction = this.reactions.get(callOf(request)) ?? answer(200, failure('No Data Found'));
      reaction(request, ...rest);
    };
    this.login = await loggedIn(this.tokens, () => this.now);
    this.link = new BreezeLink({
      credentials: CREDENTIALS,
      login: this.login,
      budget: this.budget,
      timeoutMs: 300,
      connections: 4,
      newOrderMaxWaitMs: 60_000,
      marketOrders: 'protect',
      now: () => this.now,
      onHealthChange: () => undefined,
      restUrl: this.server.url,
      loginPageUrl: 'https://broker.example/login',
      streamUrl: this.server.url,
      modifyQuantity: 'total',
      cashFramePrices: 'paise',
      sendWindowMs: 2_000,
      instruments: INSTRUMENTS,
      holds: this.holds,
      ours: async ({ brokerOrderId }) => this.ours.has(brokerOrderId),
      ...options,
    });
  }

  async stop(): Promise<void> {
    await this.server.stop();
    await this.link.close();
  }

  /** How the broker reacts to a call, such as `GET /funds`; by default it answers with no data. */
  on(call: string, reaction: Reaction): void {
    this.reactions.set(call, reaction);
  }

  /** Answers of the broker: strings are whole replies. */
  reply(call: string, reply: object | string): void {
    this.on(call, answer(200, reply));
  }

  list(rows: object[]): void {
    this.on('GET /order', (request, ...rest) => {
      const { order_id, exchange_code } = request.body;
      const found = rows.filter((row) => {
        const said = row as Record<string, unknown>;
        return said.exchange_code === exchange_code && (!order_id || said.order_id === order_id);
      });
      answer(200, success(found))(request, ...rest);
    });
  }

  calls(call?: string): Received[] {
    return this.server.received.filter((request) => !call || callOf(request) === call);
  }
}

const callOf = ({ method, path }: Received): string => `${method} ${path}`;
