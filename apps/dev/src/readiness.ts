import { once } from 'node:events';
import { connect } from 'node:net';
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

/**
 * Waits until somebody listens at `address`, host and port.
 *
 * @throws AbortError once `signal` is aborted.
 */
export async function untilListening(address: string, signal: AbortSignal): Promise<void> {
  const [host, port] = address.split(':');
  for (;;) {
    const socket = connect(Number(port), host);
    try {
      await once(socket, 'connect', { signal });
      return;
    } catch {
      signal.throwIfAborted();
    } finally {
      socket.destroy();
    }
    await sleep(pauseMs, undefined, { signal });
  }
}
