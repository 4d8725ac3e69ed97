import type { BrokerToken, CallKind, LinkHealthStatus, TakenCall } from '@ome/engine';
import { BrokerFault, RATE_LIMIT_PAUSE_MS } from '../broker/broker-fault';
import type { BrokerLinkOptions } from '../broker/broker-link-options';
import { LinkHealth } from '../http/link-health';
import { type HttpAnswer, type HttpCall, LinkHttp, type WriteTerms } from '../http/link-http';
import { isRowList } from '../broker/read-rows';
import { withoutSecrets } from '../http/without-secrets';
import { type BreezeCallPurpose, saysNoData, successOf } from './breeze-errors';
import { type BreezeRow, isRow } from './breeze-row';
import { requestChecksum, requestTimestamp, sessionParts } from './breeze-signature';

export type BreezeClientOptions = Pick<
  BrokerLinkOptions,
  'credentials' | 'login' | 'budget' | 'timeoutMs' | 'connections' | 'now' | 'onHealthChange'
> & {
  /** Address that `/order` and the others are appended to, version included. */
  restUrl: string;
};

/** A call that changes something and must not happen twice. */
export interface BreezeAction {
  method: 'POST' | 'PUT' | 'DELETE';
  path: string;
  fields: Record<string, string>;
  kind: Exclude<CallKind, 'read'>;
}

/** The broker's SDK sends this browser User-Agent, too. */
const USER_AGENT = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)';
const JSON_CONTENT = { 'content-type': 'application/json' };
const PROBE_INTERVAL_MS = 5_000;
const SERVER_ERROR = 500;

/**
 * Calls to version 1 of the Breeze API. Whatever the method, the arguments are a JSON body, and
 * every call is counted against the session's limits before it is sent.
 */
export class BreezeClient {
  private readonly http: LinkHttp;
  private readonly health: LinkHealth;
  private checkUnderWay: Promise<void> | null = null;
  private endedBy: BrokerFault | null = null;

  constructor(private readonly options: BreezeClientOptions) {
    const { restUrl, timeoutMs, connections, now, onHealthChange } = options;
    // The broker accepts orders from a registered address only.
    this.http = new LinkHttp({ url: restUrl, timeoutMs, connections, now, ipv4: true });
    this.health = new LinkHealth({
      probe: () => this.probe(),
      onChange: onHealthChange,
      probeIntervalMs: PROBE_INTERVAL_MS,
    });
  }

  get status(): LinkHealthStatus {
    return this.health.current;
  }

  /** Why the last session ended early; null if none did. */
  get sessionFault(): BrokerFault | null {
    return this.endedBy;
  }

  /**
   * The broker's answer to a query. The first authentication error may be due to clock skew, so the
   * query is repeated once; a second one ends the session.
   * @throws BrokerFault
   */
  async read(path: string, fields: Record<string, string> = {}): Promise<unknown> {
    const token = this.token();
    try {
      return await this.readOnce(path, fields, token);
    } catch (first) {
      if (!endsSession(first)) throw first;
    }
    try {
      return await this.readOnce(path, fields, token);
    } catch (second) {
      if (endsSession(second)) await this.sessionEnded(token, second);
      throw second;
    }
  }

  /** The rows of a list; empty for null and for "No Data Found". */
  async readList(path: string, fields: Record<string, string> = {}): Promise<unknown[]> {
    let success: unknown;
    try {
      success = await this.read(path, fields);
    } catch (fault) {
      if (fault instanceof BrokerFault && saysNoData(fault)) return [];
      throw fault;
    }
    if (success === null || success === '') return [];
    if (isRowList(success)) return success;
    throw new BrokerFault('unknown', `Breeze answered ${path} without a list`);
  }

  async readObject(path: string, fields: Record<string, string> = {}): Promise<BreezeRow> {
    return objectOf(await this.read(path, fields));
  }

  /**
   * Sent within its deadline and conditions or not at all, and never repeated.
   * @throws BrokerFault whose class says whether the call may have taken effect
   */
  async act({ method, path, fields, kind }: BreezeAction, terms: WriteTerms): Promise<BreezeRow> {
    const token = this.token();
    const sent = await this.counted(kind, terms.sendBy, () =>
      this.http.callOnce(this.signed(method, path, fields, token), terms),
    );
    switch (sent.outcome) {
      case 'answered':
        return this.resultOf(sent.answer);
      case 'lost':
        this.health.lostAnswer(sent.text);
        throw new BrokerFault('unknown', sent.text);
      case 'notWritten':
        if (sent.unreachable) this.health.unreachable(sent.text);
        throw new BrokerFault('retryLater', sent.text);
    }
  }

  /** Exchanges the login page's code for a session; the only unsigned call. */
  async openSession(apiSession: string): Promise<BreezeRow> {
    const { apiKey } = this.options.credentials;
    const body = JSON.stringify({ SessionToken: apiSession, AppKey: apiKey });
    const call = { method: 'GET', path: '/customerdetails', headers: JSON_CONTENT, body } as const;
    return objectOf(await this.called(() => call, 'login'));
  }

  /** What is shown or kept of a text of the broker, which may repeat what it was sent. */
  withoutSecrets(text: string): string {
    return withoutSecrets(text, this.secrets());
  }

  async close(): Promise<void> {
    this.health.close();
    await this.http.close();
  }

  private async resultOf(answer: HttpAnswer): Promise<BreezeRow> {
    try {
      return objectOf(await this.understood(answer, 'order'));
    } catch (fault) {
      if (endsSession(fault)) await this.checkSession();
      throw fault;
    }
  }

  /** An order call is not repeated to find out whether the session has ended: a query is. */
  private checkSession(): Promise<void> {
    const settled = () => undefined;
    this.checkUnderWay ??= this.read('/funds')
      .then(settled, settled)
      .finally(() => (this.checkUnderWay = null));
    return this.checkUnderWay;
  }

  private async readOnce(
    path: string,
    fields: Record<string, string>,
    token: BrokerToken,
  ): Promise<unknown> {
    return this.called(() => this.signed('GET', path, fields, token), 'read');
  }

  /** @param signed made once the limits have room, as signatures are dated */
  private async called(signed: () => HttpCall, purpose: BreezeCallPurpose): Promise<unknown> {
    const answer = await this.counted('read', this.readDeadline(), async () => {
      try {
        return await this.http.call(signed());
      } catch (error) {
        const { message } = error as Error;
        this.health.lostAnswer(message);
        throw new BrokerFault('unknown', message);
      }
    });
    return this.understood(answer, purpose);
  }

  private async understood(answer: HttpAnswer, purpose: BreezeCallPurpose): Promise<unknown> {
    try {
      const success = successOf(answer, purpose, this.options.now());
      this.health.answered();
      return success;
    } catch (error) {
      const fault = (error as BrokerFault).without(this.secrets());
      await this.note(fault);
      throw fault;
    }
  }

  private secrets(): string[] {
    const { login, credentials } = this.options;
    const token = login.current?.token ?? '';
    return [credentials.apiSecret, token, sessionParts(token)?.sessionKey ?? ''];
  }

  private async note({ faultClass, message, retryAfterMs }: BrokerFault): Promise<void> {
    if (faultClass === 'unknown') this.health.lostAnswer(message);
    else this.health.answered();
    if (faultClass !== 'rateLimited') return;
    // If the pause cannot be shared, the broker will reject the next caller, too.
    await this.options.budget.backOff(retryAfterMs ?? RATE_LIMIT_PAUSE_MS).catch(() => undefined);
  }

  private signed(
    method: HttpCall['method'],
    path: string,
    fields: Record<string, string>,
    { token }: BrokerToken,
  ): HttpCall & { body: string } {
    const { credentials, now } = this.options;
    const body = JSON.stringify(fields);
    const timestamp = requestTimestamp(now());
    const headers = {
      ...JSON_CONTENT,
      'user-agent': USER_AGENT,
      'x-appkey': credentials.apiKey,
      'x-sessiontoken': token,
      'x-timestamp': timestamp,
      'x-checksum': requestChecksum(timestamp, body, credentials.apiSecret),
    };
    return { method, path, headers, body };
  }

  private token(): BrokerToken {
    const token = this.options.login.current;
    if (!token) throw new BrokerFault('reauthenticate', 'Nobody is logged in');
    return token;
  }

  /**
   * If the store is unavailable, the token is removed when the next process gets the same answer.
   */
  private async sessionEnded(token: BrokerToken, fault: unknown): Promise<void> {
    this.endedBy = fault as BrokerFault;
    await this.options.login.ended(token).catch(() => undefined);
  }

  /** Calls once the limits have room. */
  private async counted<Answer>(
    kind: CallKind,
    deadline: Date,
    call: () => Promise<Answer>,
  ): Promise<Answer> {
    const taken = await this.takeCall(kind, deadline);
    try {
      return await call();
    } finally {
      taken.over();
    }
  }

  private async takeCall(kind: CallKind, deadline: Date): Promise<TakenCall> {
    const { budget } = this.options;
    try {
      const taken = await budget.take(kind, deadline);
      if (taken) return taken;
    } catch (error) {
      throw new BrokerFault('retryLater', `Calls cannot be counted: ${(error as Error).message}`);
    }
    throw new BrokerFault('retryLater', 'The limits of the session leave no room for the call');
  }

  private readDeadline(): Date {
    const { now, timeoutMs } = this.options;
    return new Date(now().getTime() + timeoutMs);
  }

  /** Any answer of the broker itself proves it is up; a gateway's answer does not. */
  private async probe(): Promise<void> {
    const path = '/customerdetails';
    const call = { method: 'GET', path, headers: JSON_CONTENT, body: '{}' } as const;
    const { status } = await this.counted('read', this.readDeadline(), () => this.http.call(call));
    if (status >= SERVER_ERROR) throw new Error(`Breeze answered HTTP ${status}`);
  }
}

function objectOf(success: unknown): BreezeRow {
  if (isRow(success)) return success;
  throw new BrokerFault('unknown', 'Breeze answered Status 200 without the expected fields');
}

const endsSession = (fault: unknown): boolean =>
  fault instanceof BrokerFault && fault.faultClass === 'reauthenticate';
