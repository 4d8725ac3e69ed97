import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock';
import type { Broker } from '../front';
import { SimulatorConfig } from '../simulator.config';
import type { BrokerAccount } from './broker-account';

/** `signed`: opened by the exchange that lets calls carry an HMAC instead of the token. */
export type SessionKind = 'token' | 'signed';

export interface Session {
  readonly token: string;
  readonly kind: SessionKind;
  readonly openedAt: Date;
  /** How it was opened. */
  readonly code: string;
  usedAt: Date;
}

interface Code {
  account: BrokerAccount;
  at: Date;
  spent: boolean;
}

const CODE_LIFE_MS = 5 * 60_000;

/** The logged-in sessions. Tokens and codes are random; an account's last login wins. */
@Injectable()
export class Sessions {
  private readonly sessions = new Map<BrokerAccount, Session>();
  private readonly codes = new Map<string, Code>();
  private readonly watchers: ((account: BrokerAccount) => void)[] = [];

  constructor(
    private readonly config: SimulatorConfig,
    private readonly clock: Clock,
  ) {}

  accountsOf(broker: Broker): BrokerAccount[] {
    return this.config.brokers.filter((account) => account.broker === broker);
  }

  byApiKey(broker: Broker, apiKey: unknown): BrokerAccount | undefined {
    return this.accountsOf(broker).find((account) => account.apiKey === apiKey);
  }

  byUserId(broker: Broker, userId: unknown): BrokerAccount | undefined {
    return this.accountsOf(broker).find((account) => account.userId === userId);
  }

  byToken(broker: Broker, token: string): BrokerAccount | undefined {
    return this.accountsOf(broker).find((account) => this.sessionOf(account)?.token === token);
  }

  sessionOf(account: BrokerAccount): Session | undefined {
    return this.sessions.get(account);
  }

  /** The code that the login page sends to the redirect URL: valid once, for five minutes. */
  issueCode(account: BrokerAccount): string {
    const code = randomBytes(16).toString('hex');
    this.codes.set(code, { account, at: this.clock.now(), spent: false });
    return code;
  }

  /** Whether the code was ever issued for the account. */
  knowsCode(account: BrokerAccount, code: string): boolean {
    return this.codes.get(code)?.account === account;
  }

  /** A new session, which ends the previous one; null if the code is not valid any more. */
  open(
    account: BrokerAccount,
    kind: SessionKind,
    code: string,
    token = randomBytes(32).toString('hex'),
  ): Session | null {
    const issued = this.codes.get(code);
    const now = this.clock.now();
    if (issued?.account !== account || issued.spent) return null;
    if (now.getTime() - issued.at.getTime() > CODE_LIFE_MS) return null;
    issued.spent = true;
    this.expire(account);
    const session = { token, kind, code, openedAt: now, usedAt: now };
    this.sessions.set(account, session);
    return session;
  }

  /** A call or a stream proved to have the session. */
  use(account: BrokerAccount): void {
    const session = this.sessions.get(account);
    if (session) session.usedAt = this.clock.now();
  }

  /** Ends a session and the streams that were opened with its token. */
  expire(account: BrokerAccount): void {
    if (!this.sessions.delete(account)) return;
    for (const watcher of this.watchers) watcher(account);
  }

  /** Calls back whenever a session of any account ends. */
  onExpiry(watcher: (account: BrokerAccount) => void): void {
    this.watchers.push(watcher);
  }
}
