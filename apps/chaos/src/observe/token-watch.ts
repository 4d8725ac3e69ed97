import { setTimeout as sleep } from 'node:timers/promises';
import { SecretBox } from '@ome/platform';
import type { Store } from './store';

const pollMs = 100;

/** Collects the tokens of all broker sessions opened while a load runs. */
export class TokenWatch {
  private readonly tokens = new Set<string>();
  private readonly stopping = new AbortController();
  private readonly running: Promise<void>;
  private readonly box: SecretBox;

  /** @param key the engine's BROKER_TOKEN_KEY */
  constructor(
    private readonly store: Store,
    private readonly key: string,
  ) {
    this.box = new SecretBox(key);
    this.running = this.watch();
  }

  /**
   * @returns the tokens, and the key that encrypts them
   * @throws Error if it has seen no token: a search for them would then find none anywhere
   */
  async stop(): Promise<ReadonlySet<string>> {
    this.stopping.abort();
    await this.running;
    if (this.tokens.size === 0) throw new Error('No token of any broker session was seen');
    return new Set([...this.tokens, this.key]);
  }

  private async watch(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      // If the store does not answer, the next poll asks again.
      const tokens = await this.store.brokerTokens(this.box).catch(() => []);
      for (const token of tokens) this.add(token);
      await sleep(pollMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** Breeze's is the Base64 of the user and a key, which is a secret by itself. */
  private add(token: string): void {
    this.tokens.add(token);
    const [, key = ''] = Buffer.from(token, 'base64').toString('latin1').split(':');
    if (/^[0-9a-zA-Z]{8,}$/.test(key)) this.tokens.add(key);
  }
}
