import type { BrokerToken, CallBudget, CallKind } from '@ome/engine';
import type { BrokerCredentials } from '@ome/platform';
import { BrokerFault } from '../broker/broker-fault';
import type { BrokerLogin } from '../broker/broker-login';
import type { LinkHealth } from '../http/link-health';
import { type HttpAnswer, LinkHttp, type WriteTerms } from '../http/link-http';
import { answerObject, answerRows, type Row } from './flattrade-answer';
import type { FlattradeSigning } from './flattrade-signing';

/** Noren parses the body raw, so an ampersand has to be escaped. */
export type Ampersand =
  /** As JSON's own escape, which needs no second decoding. */
  | 'json'
  /** Percent-encoded, as older documentation asks for. */
  | 'percent';

export interface FlattradeClientOptions {
  credentials: BrokerCredentials;
  login: BrokerLogin;
  budget: CallBudget;
  signing: FlattradeSigning;
  ampersand: Ampersand;
  restUrl: string;
  timeoutMs: number;
  connections: number;
  now: () => Date;
  health: LinkHealth;
  /** Shown to users whose session has ended. */
  loginUrl: string;
}

/** Every value is a string, numbers too; undefined ones are left out. */
export type Fields = Readonly<Record<string, string | undefined>>;

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** The JSON of a call, as the bytes that are signed and sent. */
export function encodeJData(fields: Fields, ampersand: Ampersand): string {
  return JSON.stringify(fields).replaceAll('&', ampersand === 'json' ? '\\u0026' : '%26');
}

/**
 * Calls of one session at Flattrade, each within its limits. Every method throws BrokerFault if the
 * broker refuses or its answer cannot be parsed.
 */
export class FlattradeClient {
  private readonly http: LinkHttp;

  constructor(private readonly options: FlattradeClientOptions) {
    const { restUrl: url, timeoutMs, connections, now } = options;
    this.http = new LinkHttp({ url, timeoutMs, connections, now, ipv4: true });
  }

  /** A call that must not happen twice, sent within its deadline and conditions or not at all. */
  async order(kind: CallKind, name: string, fields: Fields, terms: WriteTerms): Promise<Row> {
    const token = await this.admitted(kind, terms.sendBy);
    const { health } = this.options;
    const sent = await this.http.callOnce(this.call(name, fields, token), terms);
    switch (sent.outcome) {
      case 'answered': {
        const { answer } = sent;
        return this.understood(token, () => answerObject(answer), health);
      }
      case 'lost':
        health.lostAnswer(sent.text);
        throw new BrokerFault('unknown', sent.text);
      case 'notWritten':
        if (sent.unreachable) health.unreachable(sent.text);
        throw new BrokerFault('retryLater', sent.text);
    }
  }

  /** A query that is answered with one object. */
  async object(name: string, fields: Fields, deadline?: Date): Promise<Row> {
    const { token, answer } = await this.read(name, fields, deadline);
    return this.understood(token, () => answerObject(answer));
  }

  /** A query that is answered with a list; `no data` is an empty one. */
  async rows(name: string, fields: Fields): Promise<Row[]> {
    const { token, answer } = await this.read(name, fields);
    return this.understood(token, () => answerRows(answer));
  }

  /** The answer to the code of the login page. */
  async exchangeCode(code: string): Promise<Row> {
    const { signing, timeoutMs, now } = this.options;
    await this.take('read', this.inTime());
    const { url, contentType, body } = signing.tokenRequest(code);
    const { origin, pathname } = new URL(url);
    const http = new LinkHttp({ url: origin, timeoutMs, connections: 1, now, ipv4: true });
    const headers = { 'content-type': contentType };
    try {
      return answerObject(
        await answered(http.call({ method: 'POST', path: pathname, headers, body })),
      );
    } finally {
      await http.close();
    }
  }

  /** Resolves if Flattrade answers anything at all. */
  async probe(): Promise<void> {
    await this.take('read', this.inTime());
    const { login, credentials } = this.options;
    const token = login.current?.token ?? '';
    await this.http.call(this.call('UserDetails', { uid: credentials.userId }, token));
  }

  close(): Promise<void> {
    return this.http.close();
  }

  private async read(
    name: string,
    fields: Fields,
    deadline = this.inTime(),
  ): Promise<{ token: BrokerToken; answer: HttpAnswer }> {
    const token = await this.admitted('read', deadline);
    const answer = await answered(this.http.call(this.call(name, fields, token)));
    return { token, answer };
  }

  private call(name: string, fields: Fields, token: BrokerToken | string) {
    const { signing, ampersand } = this.options;
    const jData = encodeJData(fields, ampersand);
    const jKey = signing.jKey(jData, typeof token === 'string' ? token : token.token);
    const body = `jData=${jData}&jKey=${jKey}`;
    return { method: 'POST', path: `/${name}`, headers: FORM, body } as const;
  }

  /** The token to call with, once the limits have room. */
  private async admitted(kind: CallKind, deadline: Date): Promise<BrokerToken> {
    this.token();
    await this.take(kind, deadline);
    // During the wait, somebody may have logged in again, or the session may have ended.
    return this.token();
  }

  private token(): BrokerToken {
    const { login, loginUrl } = this.options;
    if (login.current) return login.current;
    throw new BrokerFault('reauthenticate', 'Not logged in', `Log in at ${loginUrl}`);
  }

  private async take(kind: CallKind, deadline: Date): Promise<void> {
    const { budget } = this.options;
    let retryAfterMs: number | null;
    try {
      if (await budget.take(kind, deadline)) return;
      retryAfterMs = await budget.delayMs(kind);
    } catch (error) {
      throw new BrokerFault(
        'retryLater',
        `The rate limits cannot be read: ${(error as Error).message}`,
      );
    }
    throw new BrokerFault(
      'retryLater',
      'Rate limited: no call was free in time',
      null,
      retryAfterMs,
    );
  }

  private inTime(): Date {
    const { now, timeoutMs } = this.options;
    return new Date(now().getTime() + timeoutMs);
  }

  /** Updates the session and its limits from an answer. */
  private async understood<T>(token: BrokerToken, read: () => T, health?: LinkHealth): Promise<T> {
    try {
      const value = read();
      health?.answered();
      return value;
    } catch (error) {
      const { apiSecret } = this.options.credentials;
      const fault = (error as BrokerFault).without([token.token, apiSecret]);
      if (fault.faultClass === 'unknown') health?.lostAnswer(fault.message);
      else health?.answered();
      // The outcome of the call stands, even if the stores cannot be updated now.
      await this.applyFault(fault, token).catch(() => undefined);
      throw fault;
    }
  }

  private async applyFault(
    { faultClass, retryAfterMs }: BrokerFault,
    token: BrokerToken,
  ): Promise<void> {
    const { login, budget } = this.options;
    if (faultClass === 'reauthenticate') await login.ended(token);
    if (faultClass === 'rateLimited' && retryAfterMs !== null) await budget.backOff(retryAfterMs);
  }
}

/** A query may be repeated, whatever its outcome. */
async function answered(call: Promise<HttpAnswer>): Promise<HttpAnswer> {
  try {
    return await call;
  } catch (error) {
    throw new BrokerFault('retryLater', (error as Error).message);
  }
}
