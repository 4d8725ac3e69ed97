import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { kindOf, orderOf } from './frames';

/** A request as a client sent it, and what the simulator answered. */
export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly body: string;
  readonly status: number;
  readonly answer: unknown;
  /** Sent until its answer was this one. */
  readonly repeated?: true;
}

export interface JudgedCall {
  readonly call: string;
  readonly ok: boolean;
  /** What was wrong; not kept. */
  readonly note?: string;
}

/** What happens on a websocket of a client: sockets are numbered as they are opened. */
export interface SocketEvent {
  readonly socket: number;
  readonly event: 'opens' | 'sends' | 'hears' | 'closes';
  /** The path of a socket that opens, or the message. */
  readonly text: string;
}

/** A run of a client. */
export interface Recording {
  readonly client: string;
  readonly at: string;
  readonly calls: readonly JudgedCall[];
  /** In the order in which they happened. */
  readonly steps: readonly (Exchange | SocketEvent)[];
}

/** What stands in a recording for a token or a session, which differ from run to run. */
export const placeholder = (name: string): string => `{${name}}`;

const RECORDED = /^\/(flattrade\/PiConnectAPI|breeze\/(breezeapi\/)?api)\//;

/** Writes down the brokers' calls of an application that does not listen yet, and what sockets say. */
export class Recorder {
  private steps: Recording['steps'][number][] = [];
  private lastExchange: Exchange | undefined;
  private readonly heard = new Set<string>();

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

  /** Of what a socket hears, the first message of each kind. */
  hear(event: SocketEvent): void {
    // Whether the other side is still there is asked by the clock.
    if (/^[23]$/.test(event.text)) return;
    if (event.event === 'hears') {
      const kind = [event.socket, orderOf(event.text), kindOf(event.text)].join(' ');
      if (this.heard.has(kind)) return;
      this.heard.add(kind);
    }
    this.steps.push(event);
  }

  /** Everything so far, without its secrets. */
  take(secrets: Readonly<Record<string, string>>): Recording['steps'] {
    return JSON.parse(hidden(JSON.stringify(this.steps), secrets)) as Recording['steps'];
  }

  /** Of a call that is repeated, the last answer. */
  private add(exchange: Exchange): void {
    const last = this.lastExchange;
    const isRepeated = last?.url === exchange.url && last.body === exchange.body;
    if (isRepeated) this.steps.splice(this.steps.indexOf(last), 1);
    this.lastExchange = isRepeated ? { ...exchange, repeated: true } : exchange;
    this.steps.push(this.lastExchange);
  }
}

function hidden(text: string, secrets: Readonly<Record<string, string>>): string {
  return Object.entries(secrets)
    .filter(([, secret]) => secret !== '')
    .reduce((rest, [name, secret]) => rest.replaceAll(secret, placeholder(name)), text);
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
