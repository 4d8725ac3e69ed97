import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { request } from 'undici';
import { Clock } from '../clock';
import type { Broker } from '../front';
import type { BrokerAccount } from './broker-account';
import { BrokersControl } from './brokers-control';
import { Sessions } from './sessions';
import { SimulatedBrokers } from './simulated-broker';

const RETRY_MS = 1_000;
const ANSWER_TIMEOUT_MS = 10_000;

/**
 * The owners of the accounts: they log in when the simulator starts and whenever a call was told
 * that its session has ended, and repeat the login page's redirect until it succeeds. A session
 * that a program took by a login of its own is left to it while it is in use.
 */
@Injectable()
export class SimulatedUsers implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly underWay = new Map<BrokerAccount, NodeJS.Timeout>();
  /** The codes of their own logins; any other session was opened by a program. */
  private readonly ownCodes = new Set<string>();
  private stopped = false;

  constructor(
    private readonly sessions: Sessions,
    private readonly control: BrokersControl,
    private readonly clock: Clock,
    private readonly brokers: SimulatedBrokers,
  ) {}

  onApplicationBootstrap(): void {
    for (const broker of this.brokers.names) this.comeBack(broker, 0);
  }

  onModuleDestroy(): void {
    this.stopped = true;
    for (const timer of this.underWay.values()) clearTimeout(timer);
    this.underWay.clear();
  }

  /** Makes every account without a session log in. */
  comeBack(broker: Broker, delayMs = this.control.settingsOf(broker).reloginAfterMs): void {
    for (const account of this.sessions.accountsOf(broker)) {
      if (!this.sessions.sessionOf(account)) this.logInSoon(account, delayMs);
    }
  }

  /** A caller was told that the account has no session. */
  logInSoon(
    account: BrokerAccount,
    delayMs = this.control.settingsOf(account.broker).reloginAfterMs,
  ): void {
    if (!account.hasUser || this.underWay.has(account)) return;
    this.tryLater(account, this.clock.now(), delayMs);
  }

  /** Where the login page redirects the user's browser. */
  redirect(account: BrokerAccount, code = this.sessions.issueCode(account)): URL {
    const url = new URL(account.redirectUrl);
    const { loginParameters } = this.brokers.named(account.broker);
    for (const [name, value] of Object.entries(loginParameters(account.userId, code))) {
      url.searchParams.set(name, value);
    }
    return url;
  }

  private tryLater(account: BrokerAccount, wantedAt: Date, delayMs: number): void {
    const timer = setTimeout(() => void this.logIn(account, wantedAt), delayMs);
    this.underWay.set(account, timer);
  }

  private async logIn(account: BrokerAccount, wantedAt: Date): Promise<void> {
    const { user, takeBackAfterMs } = this.control.settingsOf(account.broker);
    const done = user === 'absent' || (await this.isLoggedIn(account, wantedAt, takeBackAfterMs));
    if (this.stopped) return;
    if (done) this.underWay.delete(account);
    else this.tryLater(account, wantedAt, RETRY_MS);
  }

  private async isLoggedIn(
    account: BrokerAccount,
    wantedAt: Date,
    takeBackAfterMs: number,
  ): Promise<boolean> {
    const session = this.sessions.sessionOf(account);
    if (session && this.ownCodes.has(session.code)) {
      // Their own login may have succeeded meanwhile; a second one would end that session.
      if (session.openedAt > wantedAt) return true;
    } else if (session) {
      const unusedMs = this.clock.now().getTime() - session.usedAt.getTime();
      if (unusedMs < takeBackAfterMs) return false;
    }
    const code = this.sessions.issueCode(account);
    this.ownCodes.add(code);
    return this.follow(this.redirect(account, code));
  }

  private async follow(url: URL): Promise<boolean> {
    try {
      const { statusCode, body } = await request(url, {
        headersTimeout: ANSWER_TIMEOUT_MS,
        bodyTimeout: ANSWER_TIMEOUT_MS,
      });
      await body.dump();
      return statusCode < 400;
    } catch {
      return false;
    }
  }
}
