import type { Readable } from 'node:stream';
import { decimalText } from '@ome/domain';
import {
  type ExecutionLink,
  type LinkRequest,
  type LookUpOutcome,
  orderView,
  type SendOutcome,
} from '@ome/engine';
import { type Dispatcher, Pool } from 'undici';
import { wireNumber, wireOrder, wireText } from '../wire';
import { LinkHealth, type LinkHealthStatus } from './link-health';

export interface RestLinkOptions {
  name: string;
  /** Address that `/new_order` and the others are appended to. */
  url: string;
  /** Sent as a bearer token where the link wants one. */
  key: string | null;
  timeoutMs: number;
  connections: number;
  timeZone: string;
  now: () => Date;
  onHealthChange: (status: LinkHealthStatus) => void;
}

const PATH = { new: 'new_order', replace: 'update_order', cancel: 'delete_order' } as const;
const TYPE = { new: 1, replace: 2, cancel: 3 } as const;
const PROBE_INTERVAL_MS = 1_000;
const NOT_FOUND_COMMENT = 'Order does not exist';

/** An answer as the wire has it; nothing of it can be trusted to be there. */
interface Answer {
  status: number;
  retryAfterMs: number | null;
  body: { success?: unknown; comment?: unknown } | null;
}

class SendByPassed extends Error {
  override readonly name = 'SendByPassed';
}

/** The REST execution link of wire format 3. */
export class RestLink implements ExecutionLink {
  readonly name: string;
  private readonly pool: Pool;
  private readonly path: string;
  private readonly health: LinkHealth;

  constructor(private readonly options: RestLinkOptions) {
    this.name = options.name;
    const url = new URL(options.url);
    this.path = url.pathname.replace(/\/$/, '');
    this.pool = new Pool(url.origin, {
      connections: options.connections,
      connect: { timeout: options.timeoutMs },
      headersTimeout: options.timeoutMs,
      bodyTimeout: options.timeoutMs,
    });
    this.health = new LinkHealth({
      probe: () => this.probe(),
      onChange: options.onHealthChange,
      probeIntervalMs: PROBE_INTERVAL_MS,
    });
  }

  get status(): LinkHealthStatus {
    return this.health.current;
  }

  isUp(): boolean {
    return this.health.current.up;
  }

  async send(request: LinkRequest): Promise<SendOutcome> {
    const written = { started: false };
    try {
      const answer = await this.post(request, written);
      const outcome = outcomeOf(answer);
      if (outcome.outcome === 'unknown') this.health.lostAnswer(outcome.text);
      else this.health.answered();
      return outcome;
    } catch (error) {
      const text = `Link ${this.name}: ${(error as Error).message}`;
      if (written.started) {
        this.health.lostAnswer(text);
        return { outcome: 'unknown', text };
      }
      if (!(error instanceof SendByPassed)) this.health.unreachable(text);
      return { outcome: 'notSent', text, retryAfterMs: null };
    }
  }

  async lookUp({ command }: LinkRequest): Promise<LookUpOutcome> {
    try {
      const path = `${this.path}/orders/${encodeURIComponent(command.clOrdId)}`;
      const answer = await this.read(path);
      if (answer.status === 200 && answer.body) return { outcome: 'found', brokerOrderId: null };
      const { status, body } = answer;
      const absent =
        status === 404 && body?.success === false && body.comment === NOT_FOUND_COMMENT;
      return absent
        ? { outcome: 'absent' }
        : { outcome: 'unanswered', text: `Look-up answered ${status}` };
    } catch (error) {
      return { outcome: 'unanswered', text: (error as Error).message };
    }
  }

  async close(): Promise<void> {
    this.health.close();
    await this.pool.close();
  }

  private async post(request: LinkRequest, written: { started: boolean }): Promise<Answer> {
    const { command, sendBy } = request;
    const payload = wireText(requestBody(request, this.options.timeZone));
    const { now } = this.options;
    // undici pulls the body when it has a connection and right before it writes: this is the last
    // moment at which an attempt can still be called off, and nothing is written where it throws.
    function* body() {
      if (now() > sendBy) throw new SendByPassed('the attempt was not written in time');
      written.started = true;
      yield payload;
    }
    const response = await this.pool.request({
      method: 'POST',
      path: `${this.path}/${PATH[command.kind]}`,
      headers: {
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(payload)),
        ...(command.requestId !== null && { 'x-request-id': command.requestId }),
        ...this.authorization(),
      },
      // undici takes any iterable; its types know only of streams.
      body: body() as unknown as Readable,
    });
    return answerOf(response);
  }

  private async read(path: string): Promise<Answer> {
    const headers = this.authorization();
    return answerOf(await this.pool.request({ method: 'GET', path, headers }));
  }

  private async probe(): Promise<void> {
    await this.read(`${this.path}/orders/probe`);
  }

  private authorization(): Record<string, string> {
    const { key } = this.options;
    return key === null ? {} : { authorization: `Bearer ${key}` };
  }
}

async function answerOf({
  statusCode: status,
  headers,
  body,
}: Dispatcher.ResponseData<unknown>): Promise<Answer> {
  const text = await body.text();
  const seconds = Number(headers['retry-after']);
  const retryAfterMs = Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : null;
  return { status, retryAfterMs, body: jsonObject(text) };
}

function jsonObject(text: string): Answer['body'] {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

/** Only a word on success, or a plain refusal to read the request, says what the link did. */
function outcomeOf({ status, retryAfterMs, body }: Answer): SendOutcome {
  if (status === 429) return { outcome: 'notSent', text: 'Rate limited', retryAfterMs };
  if (status < 300 && body?.success === true) return { outcome: 'accepted', brokerOrderId: null };
  if (status < 500 && body?.success === false) {
    const comment = typeof body.comment === 'string' ? body.comment : 'Refused by the link';
    return { outcome: 'refused', text: comment };
  }
  return { outcome: 'unknown', text: `The link answered ${status} without a word on success` };
}

/** The body of wire format 3. */
function requestBody({ order, command, origClOrdId }: LinkRequest, timeZone: string) {
  const terms = command.terms ?? order;
  const view = orderView(order);
  return {
    type: TYPE[command.kind],
    ...wireOrder(view, timeZone),
    ClOrdID: command.clOrdId,
    OrigClOrdID: origClOrdId,
    ask_price: terms.price ? wireNumber(decimalText(terms.price)) : 0,
    total_qty: wireNumber(decimalText(terms.orderQty)),
    order_qtydone: wireNumber(view.cumQty),
    exchange_id: order.exchange,
    price_instruction: order.ordType,
  };
}
