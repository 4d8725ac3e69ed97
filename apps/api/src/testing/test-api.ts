import { randomUUID } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { BLANK_REPORT, type ExecutionReport } from '@ome/domain';
import { BookReport, MatchReports } from '@ome/engine';
import { readEngineSettings } from '@ome/execution-links';
import { Redis } from 'ioredis';
import { type AddedApiKey, type ApiKeyRecord, ApiKeyStore } from '@ome/persistence';
import { createApiKey, type NewApiKey, type Scope } from '@ome/platform';
import type { Connection, Model } from 'mongoose';
import {
  dropTestStore,
  openTestStore,
  testStoreUrl,
} from '../../../../libs/persistence/src/testing/test-store';
import { eventually } from '../../../../libs/platform/src/testing/eventually';
import { createApi } from '../create-api';

/** Answers and documents, which nobody has typed. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = any;

interface StoredDocument {
  _id: Json;
  [field: string]: Json;
}

type Environment = Record<string, string>;

export interface Call {
  body?: unknown;
  /** Sends a form instead of a JSON body. */
  form?: Record<string, string>;
  headers?: Record<string, string>;
}

export interface Answer {
  status: number;
  headers: Record<string, unknown>;
  /** The JSON of the answer; undefined if it is empty or not JSON. */
  body: Json;
  text: string;
}

/** Leases of processes, and what is noted of every request. */
const NOTED = ['audit_entries', 'risk_state', 'idempotency_keys'];

/** A separate store on the MongoDB and Redis of the test run. */
export class TestStore {
  private constructor(
    readonly environment: Environment,
    readonly connection: Connection,
  ) {}

  static async create(): Promise<TestStore> {
    // Concurrent spec files must not take each other's jobs.
    const redisUrl = new URL(process.env.REDIS_URL!);
    redisUrl.pathname = `/${process.env.JEST_WORKER_ID ?? 1}`;
    const redis = new Redis(redisUrl.href);
    await redis.flushdb();
    await redis.quit();
    const connection = await openTestStore();
    const mongoUrl = testStoreUrl(connection.db!.databaseName);
    return new TestStore(
      {
        MONGO_URL: mongoUrl,
        REDIS_URL: redisUrl.href,
        LOG_LEVEL: 'fatal',
        NODE_ENV: 'test',
        RELAY_SECRET: 'the-secret-of-the-tests',
        RATE_LIMIT: '0',
        RATE_LIMIT_PER_ADDRESS: '0',
        // No test depends on the hour at which it runs.
        MARKET_PHASES: 'show',
      },
      connection,
    );
  }

  get keys(): ApiKeyStore {
    return new ApiKeyStore(this.connection.models.ApiKeyRecord as Model<ApiKeyRecord>);
  }

  /** A key, named after its scopes unless `fields` say otherwise. */
  async addKey(scopes: Scope[], fields: Partial<AddedApiKey> = {}): Promise<NewApiKey> {
    const key = createApiKey();
    await this.keys.add({ id: key.id, name: scopes.join(), hash: key.hash, scopes, ...fields });
    return key;
  }

  collection(name: string) {
    return this.connection.db!.collection<StoredDocument>(name);
  }

  /** A hash of all that each collection holds, to verify that a request changed nothing. */
  async contents(): Promise<Record<string, string>> {
    const { collections } = await this.connection.db!.command({ dbHash: 1 });
    const hashes = Object.entries(collections as Record<string, string>);
    return Object.fromEntries(hashes.filter(([name]) => !NOTED.includes(name)));
  }

  async drop(): Promise<void> {
    await dropTestStore(this.connection);
  }
}

/** The API in this process, on a new store unless one is given. */
export class TestApi {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly store: TestStore,
    private readonly ownsStore: boolean,
  ) {}

  static async start(environment: Environment = {}, shared?: TestStore): Promise<TestApi> {
    const store = shared ?? (await TestStore.create());
    const app = await createApi(readEngineSettings({ ...store.environment, ...environment }));
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    return new TestApi(app, store, !shared);
  }

  /** Takes connections on a free port; resolves to its URL. */
  async listen(): Promise<string> {
    await this.app.listen(0, '127.0.0.1');
    return this.app.getUrl();
  }

  async stop(): Promise<void> {
    await this.app.close();
    if (this.ownsStore) await this.store.drop();
  }

  async call(
    method: string,
    url: string,
    { body, form, headers = {} }: Call = {},
  ): Promise<Answer> {
    const payload = form
      ? new URLSearchParams(form).toString()
      : typeof body === 'string' || body === undefined
        ? body
        : JSON.stringify(body);
    const type = form ? 'application/x-www-form-urlencoded' : 'application/json';
    const answer = await this.app.inject({
      method: method as 'GET',
      url,
      headers: { ...(payload !== undefined && { 'content-type': type }), ...headers },
      ...(payload !== undefined && { payload }),
    });
    return {
      status: answer.statusCode,
      headers: answer.headers,
      text: answer.body,
      body: jsonOf(answer.body),
    };
  }

  get = (url: string, headers?: Record<string, string>): Promise<Answer> =>
    this.call('GET', url, { ...(headers && { headers }) });

  post = (url: string, body?: unknown, headers?: Record<string, string>): Promise<Answer> =>
    this.call('POST', url, { body, ...(headers && { headers }) });

  put = (url: string, body?: unknown): Promise<Answer> => this.call('PUT', url, { body });

  /** Places an order over REST; resolves to its view. */
  async place(fields: object = {}): Promise<Json> {
    const { status, body, text } = await this.post('/orders', newOrder(fields));
    if (status !== 201) throw new Error(`The order was answered ${status}: ${text}`);
    return body;
  }

  /**
   * A new order by a client that places many at once and does as the API says: what is answered 503
   * it sends again, under the same key.
   */
  placeUnderLoad(fields: object = {}): Promise<Answer> {
    const key = { 'idempotency-key': randomUUID() };
    return this.untilTaken(() => this.post('/orders', newOrder(fields), key));
  }

  /** The first answer that is not 503. */
  untilTaken(send: () => Promise<Answer>): Promise<Answer> {
    return eventually(async () => {
      const answer = await send();
      if (answer.status === 503) throw new Error(`The request was answered 503: ${answer.text}`);
      return answer;
    });
  }

  async order(orderId: string): Promise<Json> {
    return (await this.get(`/orders/${orderId}`)).body;
  }

  /** Reports as the execution link does, again after a 503; fails if the report is refused. */
  async report(fields: object): Promise<void> {
    const { body, text } = await this.untilTaken(() => this.post('/execution_endpoint', fields));
    if (body?.success !== true) throw new Error(`The report was answered ${text}`);
  }

  /** Books a report of a broker's order, as the worker does for its session. */
  async reportFrom(link: string, orderId: string, fields: Partial<ExecutionReport>): Promise<void> {
    const report = { ...BLANK_REPORT, kind: 'New' as const, link, clOrdId: orderId, ...fields };
    const { booked } = await this.app
      .get(BookReport)
      .execute(report, { by: link, requestId: null });
    if (!booked) throw new Error(`The report of ${orderId} was not booked`);
  }

  /** Accepts an order at the venue and fills some of it. */
  async fill(orderId: string, quantity: string, price: string, execId: string): Promise<void> {
    await this.report({
      ClOrdID: orderId,
      ExecID: execId,
      ExecType: 'F',
      LastQty: quantity,
      LastPx: price,
    });
  }

  /** Runs the sweep that the worker runs every second. */
  sweepReports = (limit = 1_000): Promise<void> => this.app.get(MatchReports).sweep(limit);

  /** Brings an order to the state after the link accepted it, as the worker would. */
  async acknowledge(orderId: string): Promise<void> {
    await this.report({ ClOrdID: orderId, OrdStatus: '0' });
  }

  async eventTypes(orderId: string): Promise<string[]> {
    const { body } = await this.get(`/orders/${orderId}/events`);
    return body.items.map(({ type }: { type: string }) => type);
  }
}

/** A REST order: buy 100 RELIANCE at 2450.50 on NSE, for account 42. */
export const newOrder = (fields: object = {}): object => ({
  account: '42',
  symbol: 'RELIANCE',
  exchange: 'NSE',
  side: 'BUY',
  ordType: 'LIMIT',
  quantity: '100',
  price: '2450.50',
  timeInForce: 'DAY',
  ...fields,
});

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export { eventually };
