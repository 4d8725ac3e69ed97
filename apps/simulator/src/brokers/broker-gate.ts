import { Injectable } from '@nestjs/common';
import { Ledger } from '../ledger/ledger';
import type { BrokerAccount } from './broker-account';
import { type Excess, RateLimits } from './rate-limits';
import { Sessions } from './sessions';
import type { CallClass } from './simulated-broker';
import { SimulatedUsers } from './simulated-users';

/** What every call of an account passes before it is processed. */
@Injectable()
export class BrokerGate {
  constructor(
    private readonly limits: RateLimits,
    private readonly sessions: Sessions,
    private readonly users: SimulatedUsers,
    private readonly ledger: Ledger,
  ) {}

  /** Counts the call; a limit that it breaks is recorded in the ledger. */
  count(account: BrokerAccount, callClass: CallClass, orderId = ''): Excess | null {
    const excess = this.limits.take(account, callClass);
    if (excess) {
      const { window, limit, count } = excess;
      const { broker: front, userId } = account;
      this.ledger.recordLimitExceeded({ front, orderId, account: userId, window, limit, count });
    }
    return excess;
  }

  /** Called when a call or a stream has proved that it has the session. */
  admit(account: BrokerAccount): void {
    this.sessions.use(account);
  }

  /** Called when a call or a stream is told that it has no session: the user will log in. */
  turnAway(account: BrokerAccount): void {
    this.users.logInSoon(account);
  }

  /** Ends the session and notifies its listeners. */
  endSession(account: BrokerAccount): void {
    this.sessions.expire(account);
    this.turnAway(account);
  }
}
