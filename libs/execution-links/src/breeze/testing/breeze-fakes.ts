import {
  type BrokerToken,
  BrokerTokens,
  type CallBudget,
  type CallKind,
  PlacementHolds,
} from '@ome/engine';
import { BrokerCredentials } from '@ome/platform';
import { BrokerLogin } from '../../broker/broker-login';

export const USER_ID = 'ABCD1234';
/** Of `ABCD1234:554433`. */
export const SESSION_TOKEN = 'QUJDRDEyMzQ6NTU0NDMz';
export const CREDENTIALS = new BrokerCredentials(USER_ID, 'key+1', 'S1', ['42']);

/** Notes the calls that were counted, and refuses where it is told to. */
export class FakeCallBudget implements CallBudget {
  readonly taken: CallKind[] = [];
  readonly backOffs: number[] = [];
  delays: Partial<Record<CallKind, number>> = {};
  broken = false;

  async delayMs(kind: CallKind): Promise<number> {
    return this.delays[kind] ?? 0;
  }

  async take(kind: CallKind): Promise<boolean> {
    if (this.broken) throw new Error('Redis is gone');
    if ((this.delays[kind] ?? 0) > 0) return false;
    this.taken.push(kind);
    return true;
  }

  async backOff(ms: number): Promise<void> {
    this.backOffs.push(ms);
  }
}

export class FakeBrokerTokens extends BrokerTokens {
  token: BrokerToken | null = null;
  forgotten = 0;

  async load(): Promise<BrokerToken | null> {
    return this.token;
  }

  async save(_link: string, _session: string, token: BrokerToken): Promise<void> {
    this.token = token;
  }

  async forget(_link: string, _session: string, obtainedAt: Date): Promise<void> {
    this.forgotten += 1;
    if (this.token?.obtainedAt.getTime() === obtainedAt.getTime()) this.token = null;
  }
}

/** Lets the first order have a key until it is released. */
export class FakePlacementHolds extends PlacementHolds {
  readonly holders = new Map<string, string>();

  async acquire(key: string, orderId: string): Promise<boolean> {
    if (!this.holders.has(key)) this.holders.set(key, orderId);
    return this.isHeldBy(key, orderId);
  }

  async isHeldBy(key: string, orderId: string): Promise<boolean> {
    return this.holders.get(key) === orderId;
  }
}

/** A session that somebody has logged in to. */
export async function loggedIn(
  tokens = new FakeBrokerTokens(),
  now = () => new Date(),
): Promise<BrokerLogin> {
  const login = new BrokerLogin(tokens, 'breeze', USER_ID, now, () => undefined);
  const obtainedAt = now();
  const expiresAt = new Date(obtainedAt.getTime() + 3_600_000);
  await login.save({ token: SESSION_TOKEN, obtainedAt, expiresAt });
  return login;
}

export const success = (Success: unknown) => ({ Success, Status: 200, Error: null });
export const failure = (Error: string, Status = 500) => ({ Success: null, Status, Error });
