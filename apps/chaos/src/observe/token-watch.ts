import { setTimeout as sleep } from 'node:timers/promises';
import { SecretBox } from '@ome/platform';
import type { Store } from './store';

const pollMs = 100;

/** Collects the tokens of all broker sessions that are opened while a load runs. */
export class TokenWatch {
  readonly tokens = new Set<string>();
  private readonly stopping = new AbortController();
  private readonly running: Promise<void>;
  private readonly box: SecretBox;

  /** @param key the engine's BROKER_TOKEN_KEY */
  constructor(
    private readonly store: Store,
    key: string,
  ) {
    this.box = new SecretBox(key);
    this.running = this.follow();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async follow(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      for (const token of await this.store.brokerTokens(this.box)) this.add(token);
      await sleep(pollMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Breeze's is the Base64 of the user and a key, which is as secret by itself. */
  private add(token: string): void {
    this.tokens.add(token);
    const [, key = ''] = Buffer.from(token, 'base64').toString('latin1').split(':');
    if (/^[0-9a-zA-Z]{8,}$/.test(key)) this.tokens.add(key);
  }
}
