import type { BrokerToken, BrokerTokens, LoginState } from '@ome/engine';

const REFRESH_MS = 1_000;

/**
 * The login of one broker session in this process. A user logs in through any process of the
 * engine, and the broker may end the session at any time; the store informs the others.
 */
export class BrokerLogin {
  private known: BrokerToken | null = null;
  private reported: LoginState = 'loginNeeded';
  private timer: NodeJS.Timeout | undefined;

  /** @param onChange called when the session becomes usable or stops being so */
  constructor(
    private readonly tokens: BrokerTokens,
    private readonly link: string,
    private readonly session: string,
    private readonly now: () => Date,
    private readonly onChange: (state: LoginState) => void,
  ) {}

  /** Starts looking for tokens; resolves after the first look. */
  async start(): Promise<void> {
    this.timer = setInterval(() => void this.refresh(), REFRESH_MS);
    this.timer.unref();
    await this.refresh();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  get state(): LoginState {
    return this.current ? 'loggedIn' : 'loginNeeded';
  }

  get current(): BrokerToken | null {
    return this.known && this.known.expiresAt > this.now() ? this.known : null;
  }

  async save(token: BrokerToken): Promise<void> {
    await this.tokens.save(this.link, this.session, token);
    this.use(token);
  }

  /** The broker no longer takes this token. */
  async ended({ obtainedAt }: BrokerToken): Promise<void> {
    if (this.known?.obtainedAt.getTime() === obtainedAt.getTime()) this.use(null);
    await this.tokens.forget(this.link, this.session, obtainedAt);
  }

  /** If the store is unavailable nothing changes: the current token may still be valid. */
  private async refresh(): Promise<void> {
    try {
      this.use(await this.tokens.load(this.link, this.session));
    } catch {
      return;
    }
  }

  private use(token: BrokerToken | null): void {
    this.known = token;
    const { state } = this;
    if (state === this.reported) return;
    this.reported = state;
    this.onChange(state);
  }
}
