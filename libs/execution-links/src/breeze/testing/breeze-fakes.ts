import { type BrokerTokens, PlacementHolds } from '@ome/engine';
import { BrokerCredentials } from '@ome/platform';
import { BrokerLogin } from '../../broker/broker-login';
import { MemoryTokens } from '../../testing/broker-session';

export const USER_ID = 'ABCD1234';
/** Of `ABCD1234:554433`. */
export const SESSION_TOKEN = 'QUJDRDEyMzQ6NTU0NDMz';
export const CREDENTIALS = new BrokerCredentials(USER_ID, 'key+1', 'S1', ['42']);

/** Lets the first order hold a key until it is released. */
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

/** A session that is logged in. */
export async function loggedIn(
  tokens: BrokerTokens = new MemoryTokens(),
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
