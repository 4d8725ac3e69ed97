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

/**
 * Checks the terms of a call in the turn of the event loop that writes it: undici starts a request
 * right before it writes head and body to the socket, and writes nothing if the start throws. It
 * starts a request again when the connection is lost without an error, which is refused as well.
 */
class WrittenOnce {
  isWritten = false;

  constructor(
    private readonly terms: WriteTerms,
    private readonly now: () => Date,
  ) {}

  readonly intercept: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) =>
    dispatch(options, {
      onRequestStart: (controller, context) => {
        this.start();
        handler.onRequestStart?.(controller, context);
      },
      onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
      onResponseStart: (...args) => handler.onResponseStart?.(...args),
      onResponseData: (...args) => handler.onResponseData?.(...args),
      onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
      onResponseError: (...args) => handler.onResponseError?.(...args),
    });

  private start(): void {
    const { sendBy, isStillAllowed } = this.terms;
    if (this.isWritten) throw new CalledOff('the connection was lost; the call is not repeated');
    if (this.now() > sendBy) throw new CalledOff('the attempt was not written in time');
    if (!isStillAllowed()) throw new CalledOff('the rules changed before it was written');
    this.isWritten = true;
  }
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
  async callOnce(call: HttpCall & { body: string }, terms: WriteTerms): Promise<CallOutcome> {
    const once = new WrittenOnce(terms, this.options.now);
    try {
      const response = await this.request(call, this.pool.compose(once.intercept));
      return { outcome: 'answered', answer: await answerOf(response) };
    } catch (error) {
      const text = (error as Error).message;
      return once.isWritten
        ? { outcome: 'lost', text }
        : { outcome: 'notWritten', text, unreachable: !(error instanceof CalledOff) };
    }
  }

  /** A call that does no harm when it happens twice. Throws if no answer comes. */
  async call(call: HttpCall): Promise<HttpAnswer> {
    return answerOf(await this.request(call, this.pool));
  }

  close(): Promise<void> {
    return this.pool.close();
  }

  private request(
    { method, path, headers, body }: HttpCall,
    dispatcher: Dispatcher,
  ): Promise<Dispatcher.ResponseData> {
    return dispatcher.request({ method, path: `${this.basePath}${path}`, headers, body });
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
