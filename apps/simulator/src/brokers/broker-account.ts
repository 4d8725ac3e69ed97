import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { SettingFault } from '@ome/platform';
import type { Broker } from '../front';

/** An account at a simulated broker. No JSON and no log shows the secret. */
export class BrokerAccount {
  readonly #apiSecret: string;

  constructor(
    readonly broker: Broker,
    readonly userId: string,
    readonly apiKey: string,
    apiSecret: string,
    /** Where the broker sends the user's browser after a login. */
    readonly redirectUrl: URL,
    /** Whether a simulated user logs in to it; other accounts are for programs, which do so themselves. */
    readonly hasUser = true,
  ) {
    this.#apiSecret = apiSecret;
  }

  /** Whether a text is the hex SHA-256 of `before`, the secret and `after`, concatenated. */
  hashes(sum: string, before: string | Buffer, after = ''): boolean {
    const hash = createHash('sha256').update(before).update(this.#apiSecret).update(after);
    return sameText(sum, hash.digest('hex'));
  }

  /** Whether a text is the hex HMAC-SHA256 of the message under the secret. */
  signs(signature: string, message: string): boolean {
    const hmac = createHmac('sha256', this.#apiSecret).update(message);
    return sameText(signature, hmac.digest('hex'));
  }
}

const sameText = (left: string, right: string): boolean =>
  left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));

const SHAPE =
  'SIMULATOR_BROKERS must be JSON like {"<broker>":[{"userId","apiKey","apiSecret","redirectUrl"}]}, and "user":"absent" for accounts that programs log in to.';

/** @throws SettingFault with the expected shape, and none of the text */
export function parseBrokerAccounts(text: string, brokers: readonly Broker[]): BrokerAccount[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new SettingFault(SHAPE);
  }
  if (typeof value !== 'object' || value === null) throw new SettingFault(SHAPE);
  return Object.entries(value).flatMap(([broker, entries]) => {
    if (!brokers.includes(broker) || !Array.isArray(entries)) {
      throw new SettingFault(SHAPE);
    }
    return entries.map((entry) => parseAccount(broker, entry));
  });
}

function parseAccount(broker: Broker, entry: unknown): BrokerAccount {
  const fields = (entry ?? {}) as Record<string, unknown>;
  const [userId, apiKey, apiSecret, redirectUrl] = [
    'userId',
    'apiKey',
    'apiSecret',
    'redirectUrl',
  ].map((name) => {
    const field = fields[name];
    if (typeof field !== 'string' || field === '') throw new SettingFault(SHAPE);
    return field;
  });
  const { user = 'present' } = fields;
  if (!URL.canParse(redirectUrl) || (user !== 'present' && user !== 'absent')) {
    throw new SettingFault(SHAPE);
  }
  const redirect = new URL(redirectUrl);
  return new BrokerAccount(broker, userId, apiKey, apiSecret, redirect, user === 'present');
}
