import type { Readable } from 'node:stream';
import type { LinkRequest } from '@ome/engine';
import { type Dispatcher, Pool } from 'undici';

export interface LinkHttpOptions {
  /** The path of this address is prepended to that of every call. */
  url: string;
  /** For connecting, for the answer's head and for its body, each. */
  timeoutMs: number;
  connections: number;
  now: () => Date;
  /** Some brokers accept orders from a registered IPv4 address only. */
  ipv4?: boolean;
}

export interface HttpCall {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Begins with a slash. */
  path: string;
  headers: Record<string, string>;
  body?: string;
}

export interface HttpAnswer {
  status: number;
  retryAfterMs: number | null;
  text: string;
}

/** The outcome of a call that must not happen twice. */
export type CallOutcome =
  | { outcome: 'answered'; answer: HttpAnswer }
  /** It was written, wholly or in part, and no answer came. */
  | { outcome: 'lost'; text: string }
  /** Not a byte of it was written. */
  | { outcome: 'notWritten'; text: string; unreachable: boolean };

/** Until when a call may be written, and whether it still may be. */
export type WriteTerms = Pick<LinkRequest, 'sendBy' | 'isStillAllowed'>;

class CalledOff extends Error {
  override readonly name = 'CalledOff';
}

/** HTTP to one link, with calls that are written before a deadline or not at all. */
export class LinkHttp {
  private readonly pool: Pool;
  private readonly basePath: string;

  constructor(private readonly options: LinkHttpOptions) {
    const { url: address, timeoutMs, connections, ipv4 } = options;
    const url = new URL(address);
    this.basePath = url.pathname.replace(/\/$/, '');
    this.pool = new Pool(url.origin, {
      connections,
      connect: { timeout: timeoutMs, ...(ipv4 && { family: 4 }) },
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
    });
  }

  /** Never repeated, and written within its deadline and conditions or not at all. */
  async callOnce(
    call: HttpCall & { body: string },
    { sendBy, isStillAllowed }: WriteTerms,
  ): Promise<CallOutcome> {
    const { now } = this.options;
    let written = false;
    // undici pulls the body when it has a connection and right before it writes: this is the last
    // moment at which an attempt can still be called off, and nothing is written if it throws.
    function* body() {
      if (now() > sendBy) throw new CalledOff('the attempt was not written in time');
      if (!isStillAllowed()) throw new CalledOff('the rules changed before it was written');
      written = true;
      yield call.body;
    }
    try {
      // undici accepts any iterable; its types only allow streams.
      const response = await this.request(call, body() as unknown as Readable);
      return { outcome: 'answered', answer: await answerOf(response) };
    } catch (error) {
      const text = (error as Error).message;
      return written
        ? { outcome: 'lost', text }
        : { outcome: 'notWritten', text, unreachable: !(error instanceof CalledOff) };
    }
  }

  /** A call that does no harm when it happens twice. Throws if no answer comes. */
  async call(call: HttpCall): Promise<HttpAnswer> {
    return answerOf(await this.request(call, call.body));
  }

  close(): Promise<void> {
    return this.pool.close();
  }

  private request(
    { method, path, headers, body: text }: HttpCall,
    body: Readable | string | undefined,
  ): Promise<Dispatcher.ResponseData> {
    const length = text === undefined ? {} : { 'content-length': String(Buffer.byteLength(text)) };
    return this.pool.request({
      method,
      path: `${this.basePath}${path}`,
      headers: { ...headers, ...length },
      body,
    });
  }
}

async function answerOf({
  statusCode: status,
  headers,
  body,
}: Dispatcher.ResponseData): Promise<HttpAnswer> {
  const text = await body.text();
  const seconds = Number(headers['retry-after']);
  const retryAfterMs = Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : null;
  return { status, retryAfterMs, text };
}

/** The answer's JSON, or undefined if it is invalid. */
export function jsonOf({ text }: HttpAnswer): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
