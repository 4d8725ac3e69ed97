import type { BrokerToken, CallBudget, CallKind, TakenCall } from '@ome/engine';
import type { BrokerCredentials } from '@ome/platform';
import { BrokerFault } from '../broker/broker-fault';
import type { BrokerLogin } from '../broker/broker-login';
import type { LinkHealth } from '../http/link-health';
import { type HttpAnswer, LinkHttp, type WriteTerms } from '../http/link-http';
import { withoutSecrets } from '../http/without-secrets';
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
    const { health } = this.options;
    const { token, answer: sent } = await this.admitted(kind, terms.sendBy, (token) =>
      this.http.callOnce(this.call(name, fields, token), terms),
    );
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
  async rows(name: string, fields: Fields): Promise<unknown[]> {
    const { token, answer } = await this.read(name, fields);
    return this.understood(token, () => answerRows(answer));
  }

  /** The answer to the code of the login page. */
  async exchangeCode(code: string): Promise<Row> {
    const { signing, timeoutMs, now } = this.options;
    const { url, contentType, body } = signing.tokenRequest(code);
    const { origin, pathname } = new URL(url);
    const http = new LinkHttp({ url: origin, timeoutMs, connections: 1, now, ipv4: true });
    const headers = { 'content-type': contentType };
    const call = { method: 'POST', path: pathname, headers, body } as const;
    try {
      const answer = await this.counted('read', this.inTime(), () => answered(http.call(call)));
      return answerObject(answer);
    } finally {
      await http.close();
    }
  }

  /** Resolves if Flattrade answers anything at all. */
  async probe(): Promise<void> {
    const { login, credentials } = this.options;
    await this.counted('read', this.inTime(), () => {
      const token = login.current?.token ?? '';
      return this.http.call(this.call('UserDetails', { uid: credentials.userId }, token));
    });
  }

  /** What is shown or kept of a text of the broker, which may repeat what it was sent. */
  withoutSecrets(text: string): string {
    return withoutSecrets(text, this.secrets());
  }

  close(): Promise<void> {
    return this.http.close();
  }

  private secrets(token = this.options.login.current): string[] {
    return [token?.token ?? '', this.options.credentials.apiSecret];
  }

  private read(name: string, fields: Fields, deadline = this.inTime()) {
    return this.admitted('read', deadline, (token) =>
      answered(this.http.call(this.call(name, fields, token))),
    );
  }

  private call(name: string, fields: Fields, token: BrokerToken | string) {
    const { signing, ampersand } = this.options;
    const jData = encodeJData(fields, ampersand);
    const jKey = signing.jKey(jData, typeof token === 'string' ? token : token.token);
    const body = `jData=${jData}&jKey=${jKey}`;
    return { method: 'POST', path: `/${name}`, headers: FORM, body } as const;
  }

  /** Calls with the session's token once the limits have room; both are returned. */
  private async admitted<Answer>(
    kind: CallKind,
    deadline: Date,
    call: (token: BrokerToken) => Promise<Answer>,
  ): Promise<{ token: BrokerToken; answer: Answer }> {
    this.token();
    return this.counted(kind, deadline, async () => {
      // During the wait, somebody may have logged in again, or the session may have ended.
      const token = this.token();
      return { token, answer: await call(token) };
    });
  }

  private async counted<Answer>(
    kind: CallKind,
    deadline: Date,
    call: () => Promise<Answer>,
  ): Promise<Answer> {
    const taken = await this.take(kind, deadline);
    try {
      return await call();
    } finally {
      taken.over();
    }
  }

  private token(): BrokerToken {
    const { login, loginUrl } = this.options;
    if (login.current) return login.current;
    throw new BrokerFault('reauthenticate', 'Not logged in', `Log in at ${loginUrl}`);
  }

  private async take(kind: CallKind, deadline: Date): Promise<TakenCall> {
    const { budget } = this.options;
    let retryAfterMs: number | null;
    try {
      const taken = await budget.take(kind, deadline);
      if (taken) return taken;
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
      const fault = (error as BrokerFault).without(this.secrets(token));
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
