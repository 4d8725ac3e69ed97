import { createHmac } from 'node:crypto';

/**
 * The credentials of one broker session, and the client accounts that trade through it. The secrets
 * are private fields: neither a log, JSON nor an inspection shows them.
 */
export class BrokerCredentials {
  readonly #apiKey: string;
  readonly #apiSecret: string;

  constructor(
    /** The client code at the broker; it names the session. */
    readonly userId: string,
    apiKey: string,
    apiSecret: string,
    /** Null for every account that no other session of the broker names. */
    readonly accounts: readonly string[] | null,
    /**
     * The account for orders placed at the broker outside this engine; null if they are only
     * reported.
     */
    readonly adoptsInto: string | null = accounts?.[0] ?? userId,
  ) {
    this.#apiKey = apiKey;
    this.#apiSecret = apiSecret;
  }

  get apiKey(): string {
    return this.#apiKey;
  }

  get apiSecret(): string {
    return this.#apiSecret;
  }

  /**
   * The last part of the URL that the broker's login page leads back to. Only whoever has the secret
   * can make it; with a new secret the broker gets a new redirect URL.
   */
  get callbackSignature(): string {
    const hmac = createHmac('sha256', this.#apiSecret).update(`login callback of ${this.userId}`);
    return hmac.digest('base64url').slice(0, 32);
  }

  /** @throws Error with a rule that the text breaks, and never with any of the text */
  static parseList(text: string): BrokerCredentials[] {
    const entries = jsonList(text);
    const parsed = entries.map(parseEntry);
    const userIds = parsed.map(({ userId }) => userId);
    if (new Set(userIds).size < userIds.length) throw new Error('must name each userId once');
    const accounts = parsed.flatMap((entry) => entry.accounts ?? ['*']);
    if (new Set(accounts).size < accounts.length) throw new Error('must name each account once');
    return parsed;
  }
}

const SHAPE =
  'must be a JSON list of {"userId", "apiKey", "apiSecret", "accounts": ["42", …] or ["*"], and if wanted "foreignOrders": "adopt" or "report", "adoptAccount": one of the accounts}';

/** Part of a queue's name and of URLs. */
const USER_ID = /^[A-Za-z0-9_-]{1,40}$/;

function jsonList(text: string): unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(SHAPE);
  }
  if (!Array.isArray(value)) throw new Error(SHAPE);
  return value;
}

function parseEntry(entry: unknown): BrokerCredentials {
  const { userId, apiKey, apiSecret, accounts, foreignOrders, adoptAccount, ...rest } = (entry ??
    {}) as Record<string, unknown>;
  const complete =
    isText(userId) &&
    USER_ID.test(userId) &&
    isText(apiKey) &&
    isText(apiSecret) &&
    Array.isArray(accounts) &&
    accounts.length > 0 &&
    accounts.every(isText) &&
    [undefined, 'adopt', 'report'].includes(foreignOrders as string) &&
    (adoptAccount === undefined || isText(adoptAccount)) &&
    Object.keys(rest).length === 0;
  if (!complete) throw new Error(SHAPE);
  const all = accounts.includes('*');
  if (all && accounts.length > 1) throw new Error('must have "*" alone in a list of accounts');
  if (isText(adoptAccount) && !all && !accounts.includes(adoptAccount)) {
    throw new Error('must have an adoptAccount that is among the accounts of its session');
  }
  const adoptsInto = foreignOrders === 'report' ? null : adoptAccount;
  return new BrokerCredentials(userId, apiKey, apiSecret, all ? null : accounts, adoptsInto);
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
