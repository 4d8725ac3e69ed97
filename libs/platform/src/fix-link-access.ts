/** How the engine logs on to a venue over FIX: what is secret, or on this machine. */
export class FixLinkAccess {
  readonly #password: string | null;

  constructor(
    /** TargetCompID (56): the venue. It names the session. */
    readonly session: string,
    /** Null for every account that no other session names. */
    readonly accounts: readonly string[] | null,
    readonly username: string | null,
    password: string | null,
    /** Of TLS, in PEM. Our certificate with its key, and the authority of the venue's. */
    readonly files: { cert: string | null; key: string | null; ca: string | null },
  ) {
    this.#password = password;
  }

  get password(): string | null {
    return this.#password;
  }

  /** @throws Error with a rule that the text breaks, and never with any of the text */
  static parseList(text: string): FixLinkAccess[] {
    let entries: unknown;
    try {
      entries = JSON.parse(text);
    } catch {
      throw new Error(SHAPE);
    }
    if (!Array.isArray(entries)) throw new Error(SHAPE);
    const parsed = entries.map(parseEntry);
    const isUnique = (names: string[]): boolean => new Set(names).size === names.length;
    if (!isUnique(parsed.map(({ session }) => session))) {
      throw new Error('must name each session once');
    }
    if (!isUnique(parsed.flatMap(({ accounts }) => accounts ?? ['*']))) {
      throw new Error('must name each account once');
    }
    return parsed;
  }
}

const SHAPE =
  'must be a JSON list of {"session", "accounts": ["42", …] or ["*"], and if wanted "username", "password", "certFile", "keyFile", "caFile"}';

/** Part of a queue's name. */
const SESSION = /^[A-Za-z0-9_.-]{1,32}$/;

function parseEntry(entry: unknown): FixLinkAccess {
  const { session, accounts, ...more } = (entry ?? {}) as Record<string, unknown>;
  const { username, password, certFile, keyFile, caFile, ...rest } = more;
  const texts = [username, password, certFile, keyFile, caFile];
  const complete =
    isText(session) &&
    SESSION.test(session) &&
    Array.isArray(accounts) &&
    accounts.length > 0 &&
    accounts.every(isText) &&
    texts.every((value) => value === undefined || isText(value)) &&
    Object.keys(rest).length === 0;
  if (!complete) throw new Error(SHAPE);
  if ((certFile === undefined) !== (keyFile === undefined)) {
    throw new Error('must have certFile and keyFile together');
  }
  const all = accounts.includes('*');
  if (all && accounts.length > 1) throw new Error('must have "*" alone in a list of accounts');
  const given = (value: unknown): string | null => (isText(value) ? value : null);
  const files = { cert: given(certFile), key: given(keyFile), ca: given(caFile) };
  return new FixLinkAccess(session, all ? null : accounts, given(username), given(password), files);
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
