import { setTimeout as sleep } from 'node:timers/promises';
import type { Say } from './embedded/say';

const pauseMs = 100;
const remindAfterMs = 10_000;

/**
 * Waits until a GET of `url` is answered with 200, and returns the body.
 * @throws AbortError once `signal` is aborted.
 */
export async function untilReady(url: string, say: Say, signal: AbortSignal): Promise<string> {
  let remindAt = Date.now() + remindAfterMs;
  for (;;) {
    const answer = await ask(url);
    if (answer.ready) return answer.text;
    if (Date.now() >= remindAt) {
      say(`Still waiting for ${url}: ${answer.text}`);
      remindAt = Date.now() + remindAfterMs;
    }
    await sleep(pauseMs, undefined, { signal });
  }
}

async function ask(url: string): Promise<{ ready: boolean; text: string }> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    const body = await response.text();
    if (response.status === 200) return { ready: true, text: body };
    return { ready: false, text: `${response.status} ${body.slice(0, 300)}` };
  } catch (error) {
    const { message, cause } = error as Error;
    return { ready: false, text: cause instanceof Error ? cause.message : message };
  }
}
