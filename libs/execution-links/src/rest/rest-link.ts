import { type Command, decimalText } from '@ome/domain';
import {
  type Admission,
  type ExecutionLink,
  type LinkHealthStatus,
  type LinkRequest,
  type LookUpOutcome,
  orderView,
  type SendOutcome,
} from '@ome/engine';
import { LinkHealth } from '../http/link-health';
import { type HttpAnswer, jsonOf, LinkHttp } from '../http/link-http';
import { withoutSecrets } from '../http/without-secrets';
import { exchangeDecimals } from '../price-decimals';
import { wireNumber, wireOrder, wireText } from '../wire';

/** The name that orders use. */
export const REST = 'rest';

export interface RestLinkOptions {
  name: string;
  /** Address that `/new_order` and the others are appended to. */
  url: string;
  /** Sent as a bearer token if the link wants one. */
  key: string | null;
  timeoutMs: number;
  connections: number;
  newOrderMaxWaitMs: number;
  timeZone: string;
  /** The most that a price may have; null for as many as its exchange quotes. */
  priceDecimals: number | null;
  now: () => Date;
  onHealthChange: (status: LinkHealthStatus) => void;
}

const PATH = { new: '/new_order', replace: '/update_order', cancel: '/delete_order' } as const;
const TYPE = { new: 1, replace: 2, cancel: 3 } as const;
const PROBE_INTERVAL_MS = 1_000;
const NOT_FOUND_COMMENT = 'Order does not exist';

export const restDecimals = (
  decimals: number | null,
): NonNullable<ExecutionLink['priceDecimals']> =>
  decimals === null ? exchangeDecimals : () => decimals;

/** The REST execution link of wire format 3. */
export class RestLink implements ExecutionLink {
  readonly name: string;
  readonly route: string;
  readonly accounts = null;
  readonly concurrency: number;
  readonly newOrderMaxWaitMs: number;
  readonly reportsExpiry = false;
  readonly priceDecimals: NonNullable<ExecutionLink['priceDecimals']>;
  private readonly http: LinkHttp;
  private readonly health: LinkHealth;

  constructor(private readonly options: RestLinkOptions) {
    this.name = options.name;
    this.route = options.name;
    this.concurrency = options.connections;
    this.newOrderMaxWaitMs = options.newOrderMaxWaitMs;
    this.priceDecimals = restDecimals(options.priceDecimals);
    this.http = new LinkHttp(options);
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

  admit(): Promise<Admission> {
    return Promise.resolve({ admitted: true });
  }

  /** A resend to a REST link keeps its ClOrdID, by which the link looks it up. */
  tag({ clOrdId }: Command): string {
    return clOrdId;
  }

  async send(request: LinkRequest): Promise<SendOutcome> {
    const { command } = request;
    const call = {
      method: 'POST',
      path: PATH[command.kind],
      headers: {
        'content-type': 'application/json',
        ...(command.requestId !== null && { 'x-request-id': command.requestId }),
        ...this.authorization(),
      },
      body: wireText(requestBody(request, this.options.timeZone)),
    } as const;
    const sent = await this.http.callOnce(call, request);
    switch (sent.outcome) {
      case 'answered': {
        const outcome = outcomeOf(sent.answer, this.options.key ?? '');
        if (outcome.outcome === 'unknown') this.health.lostAnswer(outcome.text);
        else this.health.answered();
        return outcome;
      }
      case 'lost': {
        const text = `Link ${this.name}: ${sent.text}`;
        this.health.lostAnswer(text);
        return { outcome: 'unknown', text };
      }
      case 'notWritten': {
        const text = `Link ${this.name}: ${sent.text}`;
        if (sent.unreachable) this.health.unreachable(text);
        return { outcome: 'notSent', text, retryAfterMs: null };
      }
    }
  }

  async lookUp({ command }: LinkRequest): Promise<LookUpOutcome> {
    try {
      const answer = await this.read(`/orders/${encodeURIComponent(command.clOrdId)}`);
      const body = objectOf(answer);
      const refused = body?.success === false;
      if (answer.status === 200 && body && !refused) {
        return { outcome: 'found', brokerOrderId: null };
      }
      const absent = answer.status === 404 && refused && body.comment === NOT_FOUND_COMMENT;
      return absent
        ? { outcome: 'absent' }
        : { outcome: 'unanswered', text: `Look-up answered ${answer.status}` };
    } catch (error) {
      return { outcome: 'unanswered', text: (error as Error).message };
    }
  }

  async close(): Promise<void> {
    this.health.close();
    await this.http.close();
  }

  private read(path: string): Promise<HttpAnswer> {
    return this.http.call({ method: 'GET', path, headers: this.authorization() });
  }

  private async probe(): Promise<void> {
    await this.read('/orders/probe');
  }

  private authorization(): Record<string, string> {
    const { key } = this.options;
    return key === null ? {} : { authorization: `Bearer ${key}` };
  }
}

function objectOf(answer: HttpAnswer): { success?: unknown; comment?: unknown } | null {
  const value = jsonOf(answer);
  return typeof value === 'object' && !Array.isArray(value) ? value : null;
}

/** Only a clear success, or a plain refusal to read the request, shows the outcome. */
function outcomeOf(answer: HttpAnswer, key: string): SendOutcome {
  const { status, retryAfterMs } = answer;
  const body = objectOf(answer);
  if (status === 429) return { outcome: 'notSent', text: 'Rate limited', retryAfterMs };
  if (status < 300 && body?.success === true) return { outcome: 'accepted', brokerOrderId: null };
  if (status < 500 && body?.success === false) {
    const comment = typeof body.comment === 'string' ? body.comment : 'Refused by the link';
    return { outcome: 'refused', text: withoutSecrets(comment, [key]) };
  }
  return {
    outcome: 'unknown',
    text: `The link answered ${status} without saying whether it succeeded`,
  };
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
