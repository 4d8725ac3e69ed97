import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** A request as a client sent it, and what the simulator answered. */
export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly body: string;
  readonly status: number;
  readonly answer: unknown;
}

export interface JudgedCall {
  readonly call: string;
  readonly ok: boolean;
  /** What was wrong; not kept. */
  readonly note?: string;
}

/** A run of a client. */
export interface Recording {
  readonly client: string;
  readonly at: string;
  readonly calls: readonly JudgedCall[];
  readonly exchanges: readonly Exchange[];
}

/** What stands in a recording for a token or a session, which differ from run to run. */
export const placeholder = (name: string): string => `{${name}}`;

const RECORDED = /^\/(flattrade\/PiConnectAPI|breeze\/(breezeapi\/)?api)\//;

/** Writes down the brokers' calls of an application that does not listen yet. */
export class Recorder {
  private exchanges: Exchange[] = [];

  constructor(app: NestFastifyApplication) {
    app
      .getHttpAdapter()
      .getInstance()
      .addHook('onSend', (request, reply, payload, done) => {
        const { method, url, body } = request;
        if (RECORDED.test(url)) {
          const text = Buffer.isBuffer(body) ? body.toString() : '';
          const answer = parsed(payload);
          this.add({ method, url, body: text, status: reply.statusCode, answer });
        }
        done(null, payload);
      });
  }

  /** The calls since the last time, without their secrets. */
  take(secrets: Readonly<Record<string, string>>): Exchange[] {
    const taken = this.exchanges;
    this.exchanges = [];
    return taken.map((exchange) => ({
      ...exchange,
      url: hidden(exchange.url, secrets),
      body: hidden(exchange.body, secrets),
      answer: JSON.parse(hidden(JSON.stringify(exchange.answer), secrets)) as unknown,
    }));
  }

  /** Of a call that is repeated until its answer changes, the first and each change. */
  private add(exchange: Exchange): void {
    const last = this.exchanges.at(-1);
    const isRepeated =
      last?.url === exchange.url &&
      last.body === exchange.body &&
      JSON.stringify(shapeOf(last.answer)) === JSON.stringify(shapeOf(exchange.answer));
    if (!isRepeated) this.exchanges.push(exchange);
  }
}

/** The names of fields and the kinds of values; of a list that of its first entry. */
export function shapeOf(value: unknown): unknown {
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf);
  if (typeof value !== 'object') return typeof value;
  const fields = Object.entries(value).map(([name, field]) => [name, shapeOf(field)] as const);
  return Object.fromEntries(fields.toSorted(([left], [right]) => left.localeCompare(right)));
}

function hidden(text: string, secrets: Readonly<Record<string, string>>): string {
  return Object.entries(secrets).reduce(
    (rest, [name, secret]) => rest.replaceAll(secret, placeholder(name)),
    text,
  );
}

function parsed(payload: unknown): unknown {
  const text = Buffer.isBuffer(payload) ? payload.toString() : payload;
  if (typeof text !== 'string') return null;
  try {
    return shortened(JSON.parse(text));
  } catch {
    return text;
  }
}

/** Lists of one entry say as much as long ones. */
function shortened(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shortened);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, shortened(field)]));
}
