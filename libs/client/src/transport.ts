import { MANUAL_ENTRY_HEADER, type PendingChangeView, type Problem } from '@ome/contracts';
import { OmeProblem, OmeUnreachable } from './ome-problem';

export interface CallOptions {
  /** Aborts the wait for the answer. */
  signal?: AbortSignal;
}

export interface PostOptions extends CallOptions {
  /** A repeat with the same key gets the first answer and has no further effect. */
  idempotencyKey?: string;
}

interface Call extends PostOptions {
  /** Undefined values are left out. */
  query?: object;
  body?: unknown;
}

/** Error statuses whose answers are still returned as results. */
type Tolerates = (status: number) => boolean;

export interface OmeClientOptions {
  /** The address of the API; empty in a page that it serves. */
  url: string;
  /** Omitted if the engine needs no key. */
  apiKey?: string;
  /** A person enters the requests. */
  isManual?: boolean;
  /** The platform's own by default. */
  fetch?: typeof fetch;
}

/** HTTP requests to the API; every error is thrown as OmeProblem or OmeUnreachable. */
export class Transport {
  private readonly url: string;
  private readonly apiKey: string | undefined;
  private readonly isManual: boolean;
  private readonly fetch: typeof fetch;

  constructor(options: OmeClientOptions) {
    this.url = options.url.replace(/\/+$/, '');
    this.apiKey = options.apiKey;
    this.isManual = options.isManual ?? false;
    this.fetch = options.fetch ?? ((...request) => globalThis.fetch(...request));
  }

  get<T>(path: string, call: Call = {}, tolerates?: Tolerates): Promise<T> {
    return this.call<T>('GET', path, call, tolerates);
  }

  /** A file, as it is. */
  async text(path: string, { query, signal }: Call = {}): Promise<string> {
    const init = { method: 'GET', headers: this.headers({}), ...(signal && { signal }) };
    const { ok, status, text } = await this.answered(`${this.url}${path}${queryText(query)}`, init);
    if (ok) return text;
    throw new OmeProblem(problemOf(status, valueOf(text)));
  }

  post<T>(path: string, call: Call = {}): Promise<T> {
    return this.call<T>('POST', path, call);
  }

  put<T>(path: string, call: Call = {}): Promise<T> {
    return this.call<T>('PUT', path, call);
  }

  /**
   * Sends a file; yields the answer's lines as they come, each of them JSON.
   * @throws OmeUnreachable if the answer breaks off
   */
  async *upload<Line>(path: string, file: Blob, call: Call = {}): AsyncGenerator<Line> {
    const url = `${this.url}${path}${queryText(call.query)}`;
    const headers = { ...this.headers(call), 'content-type': 'application/octet-stream' };
    const init = { method: 'POST', headers, body: file, signal: call.signal ?? null };
    const answer = await this.reaching(url, init, () => this.fetch(url, init));
    if (!answer.ok) throw new OmeProblem(problemOf(answer.status, valueOf(await answer.text())));
    let rest = '';
    for await (const text of this.chunks(url, init, answer)) {
      const lines = `${rest}${text}`.split('\n');
      rest = lines.pop()!;
      for (const line of lines) yield JSON.parse(line) as Line;
    }
  }

  private async *chunks(url: string, init: RequestInit, answer: Response): AsyncGenerator<string> {
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await this.reaching(url, init, () => reader.read());
      if (done) return;
      yield value;
    }
  }

  delete<T = void>(path: string, call: Call = {}): Promise<T> {
    return this.call<T>('DELETE', path, call);
  }

  private async call<T>(
    method: string,
    path: string,
    { query, body, signal, idempotencyKey }: Call,
    tolerates: Tolerates = () => false,
  ): Promise<T> {
    const answer = await this.answered(`${this.url}${path}${queryText(query)}`, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...this.headers({ ...(idempotencyKey !== undefined && { idempotencyKey }) }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
    const value = valueOf(answer.text);
    if (answer.status === ACCEPTED && isWaiting(value)) throw waits(value);
    if (answer.ok || tolerates(answer.status)) return value as T;
    throw new OmeProblem(problemOf(answer.status, value));
  }

  private headers({ idempotencyKey }: PostOptions): Record<string, string> {
    return {
      ...(this.apiKey !== undefined && { authorization: `Bearer ${this.apiKey}` }),
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
      ...(this.isManual && { [MANUAL_ENTRY_HEADER]: 'true' }),
    };
  }

  private answered(url: string, init: RequestInit) {
    return this.reaching(url, init, async () => {
      const answer = await this.fetch(url, init);
      return { ok: answer.ok, status: answer.status, text: await answer.text() };
    });
  }

  private async reaching<T>(url: string, init: RequestInit, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (init.signal?.aborted) throw error;
      throw new OmeUnreachable(`${init.method} ${url} was not answered`, { cause: error });
    }
  }
}

/** A path with its encoded parameters in place of each `{}`. */
export const pathOf = (template: string, ...parameters: string[]): string =>
  template.replace(/\{\}/g, () => encodeURIComponent(parameters.shift() ?? ''));

function queryText(query: object = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const text = new URLSearchParams(
    given.map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
  return text === '' ? '' : `?${text}`;
}

/** Some answers are sentences, and some are empty. */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** An intermediary, such as a proxy, may answer with something other than a problem. */
function problemOf(status: number, value: unknown): Problem {
  if (typeof value === 'object' && value !== null && 'detail' in value) return value as Problem;
  const detail = `The request was answered ${status}`;
  return { type: 'about:blank', title: detail, status, detail };
}

const ACCEPTED = 202;

/** A change of settings that is not made yet; the token of a key is given all the same. */
const isWaiting = (value: unknown): value is PendingChangeView =>
  typeof value === 'object' &&
  value !== null &&
  'action' in value &&
  'request' in value &&
  !('token' in value);

const waits = ({ id, expiresAt }: PendingChangeView): OmeProblem =>
  new OmeProblem({
    type: 'about:blank',
    title: 'Not made yet',
    status: ACCEPTED,
    detail: `It waits for a second person until ${expiresAt}, as change ${id}`,
  });
