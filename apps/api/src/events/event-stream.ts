import { PassThrough } from 'node:stream';
import type { Entitlement } from '@ome/domain';
import type { LiveBatch, LiveProblem } from '@ome/contracts';
import type { Subscriber } from '../live/subscribers';

/**
 * Proxies close connections that are silent for longer. Readers also see that the engine is alive.
 */
const HEARTBEAT_MS = 15_000;
const RECONNECT_MS = 1_000;
/** Time for a reader to receive the last message before its connection is closed. */
const FAREWELL_MS = 5_000;

/** A subscriber that reads server-sent events; `body` is the body of the response. */
export class EventStream implements Subscriber {
  readonly transport = 'stream';
  readonly body = new PassThrough();

  constructor(
    readonly credential: Subscriber['credential'],
    readonly within: Entitlement,
    cursor: string,
  ) {
    // An id without an event tells a reader where to resume if it is cut off before the first
    // event.
    this.body.write(`retry: ${RECONNECT_MS}\nid: ${cursor}\n\n`);
    const heartbeat = setInterval(() => {
      if (!this.body.writableNeedDrain) this.body.write(': alive\n\n');
    }, HEARTBEAT_MS).unref();
    this.body.once('close', () => clearInterval(heartbeat));
    this.body.on('error', () => undefined);
  }

  /** Resolves once the data has been sent to the reader. */
  async deliver({ items, cursor }: LiveBatch): Promise<void> {
    const events = items.map((item) => `id: ${item.cursor}\ndata: ${JSON.stringify(item)}\n\n`);
    // Moves the reader's cursor past events that are not for it.
    if (items.at(-1)?.cursor !== cursor) events.push(`id: ${cursor}\n\n`);
    if (this.body.write(events.join(''))) return;
    await new Promise<void>((resolve) => this.body.once('drain', resolve));
  }

  cut(problem: LiveProblem): void {
    this.body.end(`event: cut\ndata: ${JSON.stringify(problem)}\n\n`);
    const farewell = setTimeout(() => this.body.destroy(), FAREWELL_MS).unref();
    this.body.once('close', () => clearTimeout(farewell));
  }
}
