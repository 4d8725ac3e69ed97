import { eventually } from '../../../../libs/platform/src/testing/eventually';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Clock } from '../clock';
import { createSimulator } from '../create-simulator';
import type { Summary } from '../ledger/ledger.controller';
import type { ReportRecord } from '../reports/report-queue';
import type { SimulatorConfig } from '../simulator.config';
import { FakeEngine } from './fake-engine';

/** An entry of the ledger, with the fields that tests read. */
export interface LedgerItem {
  orderId: string;
  duplicate: boolean;
  ordStatus: string;
  cumQty: string;
  executions: ReportRecord[];
}

/** A JSON answer of any endpoint, with the fields that tests read. */
export interface AnswerBody {
  comment: string;
  items: LedgerItem[];
  nextCursor: string | null;
  report: Record<string, unknown>;
}

export interface HttpAnswer {
  status: number;
  text: string;
  json: AnswerBody;
}

/** A simulator with a fake engine, and the calls that tests make to them. */
export class Harness {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly engine: FakeEngine,
    readonly engineUrl: URL,
    readonly url: string,
  ) {}

  static async start(
    seed = 1,
    config: Partial<SimulatorConfig> = {},
    clock?: Clock,
  ): Promise<Harness> {
    const engine = new FakeEngine();
    const engineUrl = await engine.start();
    const defaults = {
      port: 0,
      host: '127.0.0.1',
      streamPort: 0,
      fixPort: 0,
      engineUrl,
      seed,
      apiKey: 'key-of-the-link',
      brokers: [],
      limitFactor: 1,
      market: false,
      fedSymbols: [],
    };
    const app = await createSimulator({ ...defaults, ...config }, clock);
    await app.listen(0, '127.0.0.1');
    return new Harness(app, engine, engineUrl, await app.getUrl());
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.engine.stop();
  }

  async call(
    method: string,
    path: string,
    body?: unknown,
    timeoutMs = 30_000,
  ): Promise<HttpAnswer> {
    const answer = await fetch(`${this.url}${path}`, {
      method,
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json');
    return { status: answer.status, text, json: isJson ? JSON.parse(text) : {} };
  }

  newOrder(orderId: string, fields: object = {}): Promise<HttpAnswer> {
    return this.call('POST', '/link/new_order', newOrderBody(orderId, fields));
  }

  replace(orderId: string, clOrdId: string, fields: object = {}): Promise<HttpAnswer> {
    return this.call('POST', '/link/update_order', {
      ...newOrderBody(orderId, fields),
      type: 2,
      ClOrdID: clOrdId,
      OrigClOrdID: orderId,
    });
  }

  cancel(orderId: string, clOrdId: string): Promise<HttpAnswer> {
    return this.call('POST', '/link/delete_order', {
      ...newOrderBody(orderId),
      type: 3,
      ClOrdID: clOrdId,
      OrigClOrdID: orderId,
    });
  }

  async summary(): Promise<Summary> {
    const { text } = await this.call('GET', '/ledger/summary');
    return JSON.parse(text) as Summary;
  }

  /** Waits until no fill is pending and every report was answered. */
  async quiet(): Promise<Summary> {
    return eventually(async () => {
      const summary = await this.summary();
      if (summary.ordersFilling > 0 || summary.reportsUnanswered > 0) {
        throw new Error(`not quiet: ${JSON.stringify(summary)}`);
      }
      return summary;
    });
  }

  async ledgerOrder(orderId: string): Promise<LedgerItem> {
    const { json } = await this.call('GET', `/ledger?kind=order&orderId=${orderId}`);
    expect(json.items).toHaveLength(1);
    return json.items[0];
  }
}

/** A new order as the engine sends it: 10 RELIANCE at 100.50 on NSE. */
export function newOrderBody(orderId: string, fields: object = {}): object {
  return {
    type: 1,
    order_id: orderId,
    ClOrdID: orderId,
    OrigClOrdID: '',
    user_id: 7,
    product_id: 'RELIANCE',
    side: 0,
    ask_price: 100.5,
    total_qty: 10,
    order_stamp: '2026-01-02 03:04:05',
    order_qtydone: 0,
    account: '42',
    exchange_id: 'NSE',
    price_instruction: 'LIMIT',
    ...fields,
  };
}

export { eventually };
